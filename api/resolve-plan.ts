import type { Agent, ModelChoice, Workflow } from '../contracts/entities';
import type { Plan } from '../contracts/plan';
import type { DefinitionStore } from '../contracts/ports/definition-store';
import { Problem } from '../contracts/problem';
import type { Step } from '../contracts/steps';
import { walkSteps } from './walk-steps';

/**
 * Resolves a workflow's tree, once: every agent to its id, newest revision and model. Throws `invalid_definition`
 * when an agent that it names is gone.
 */
export async function resolvePlan(workflow: Workflow, definitions: DefinitionStore, defaultModel: ModelChoice): Promise<Plan> {
  const { organizationId, root } = workflow;
  const named = new Map<string, Agent>();
  const plan: Plan = { root, agents: {} };
  for (const { step, path } of walkSteps(root)) {
    if (step.type !== 'agent' || named.has(step.agent)) continue;
    const agent = await definitions.agents.find(organizationId, step.agent);
    if (agent === null) {
      const message = `The agent ${step.agent} is gone; change the workflow`;
      throw new Problem('invalid_definition', message, { errors: [{ path: `${path}/agent`, code: 'unknown_agent', message }] });
    }
    named.set(step.agent, agent);
    plan.agents[agent.id] = { name: agent.name, revision: agent.revision, model: agent.model ?? defaultModel };
  }
  plan.root = withAgentIds(root, named);
  return plan;
}

function withAgentIds(step: Step, named: ReadonlyMap<string, Agent>): Step {
  if (step.type === 'agent') return { ...step, agent: named.get(step.agent)?.id ?? step.agent };
  if (step.type === 'sequential') return { ...step, steps: step.steps.map((child) => withAgentIds(child, named)) };
  return step;
}
