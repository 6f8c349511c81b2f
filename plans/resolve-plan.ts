import type { Agent, ModelChoice, Workflow } from '../contracts/entities';
import type { PinnedAgent, PinnedWorkflow, Plan } from '../contracts/plan';
import type { DefinitionStore } from '../contracts/ports/definition-store';
import type { PriceList } from '../contracts/prices';
import { Problem } from '../contracts/problem';
import type { Step } from '../contracts/steps';
import { pinModel } from './pin-model';
import { agentReferencesOf, withIds } from './references';
import { walkSteps } from './walk-steps';
import { findWorkflows } from './workflow-tree';

/**
 * Resolves a workflow's tree and those of the workflows that it runs, once: every agent and workflow to its id and
 * newest revision, every agent to its model and price. Throws `invalid_definition` when one that is named is gone, and what
 * {@link findWorkflows} throws.
 */
export async function resolvePlan(
  workflow: Workflow,
  definitions: DefinitionStore,
  defaultModel: ModelChoice,
  prices: PriceList = {},
): Promise<Plan> {
  const { organizationId } = workflow;
  const workflows = await findWorkflows(workflow, (reference) => definitions.workflows.find(organizationId, reference));
  const named = new Map<string, Agent>();
  const agents: Record<string, PinnedAgent> = {};

  async function resolve(root: Step): Promise<Step> {
    for (const { step, path } of walkSteps(root)) {
      for (const { reference, pointer } of agentReferencesOf(step)) {
        if (named.has(reference)) continue;
        const agent = await definitions.agents.find(organizationId, reference);
        if (agent === null) throw missingAgent(reference, `${path}${pointer}`);
        named.set(reference, agent);
        agents[agent.id] = { name: agent.name, revision: agent.revision, ...pinModel(agent.model ?? defaultModel, prices) };
      }
    }
    return withIds(root, {
      agent: (reference) => named.get(reference)?.id ?? reference,
      workflow: (reference) => workflows.get(reference)?.id ?? reference,
    });
  }

  const root = await resolve(workflow.root);
  if (workflows.size === 0) return { root, agents };
  const pinned: Record<string, PinnedWorkflow> = {};
  for (const { id, name, revision, inputSchema, budget, root: inner } of workflows.values()) {
    pinned[id] ??= { name, revision, ...(inputSchema && { inputSchema }), ...(budget && { budget }), root: await resolve(inner) };
  }
  return { root, agents, workflows: pinned };
}

function missingAgent(reference: string, path: string): Problem {
  const message = `The agent ${reference} is gone; change the workflow`;
  return new Problem('invalid_definition', message, { errors: [{ path, code: 'unknown_agent', message }] });
}
