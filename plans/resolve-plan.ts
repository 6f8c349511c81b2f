import type { Agent, ModelChoice, Workflow } from '../contracts/entities';
import type { Plan } from '../contracts/plan';
import type { DefinitionStore } from '../contracts/ports/definition-store';
import { Problem } from '../contracts/problem';
import { agentReferencesOf, withAgentIds } from './agent-references';
import { walkSteps } from './walk-steps';

/**
 * Resolves a workflow's tree, once: every agent to its id, newest revision and model. Throws `invalid_definition`
 * when an agent that it names is gone.
 */
export async function resolvePlan(workflow: Workflow, definitions: DefinitionStore, defaultModel: ModelChoice): Promise<Plan> {
  const { organizationId, root } = workflow;
  const named = new Map<string, Agent>();
  const agents: Plan['agents'] = {};
  for (const { step, path } of walkSteps(root)) {
    for (const { reference, pointer } of agentReferencesOf(step)) {
      if (named.has(reference)) continue;
      const agent = await definitions.agents.find(organizationId, reference);
      if (agent === null) {
        const message = `The agent ${reference} is gone; change the workflow`;
        throw new Problem('invalid_definition', message, { errors: [{ path: `${path}${pointer}`, code: 'unknown_agent', message }] });
      }
      named.set(reference, agent);
      agents[agent.id] = { name: agent.name, revision: agent.revision, model: agent.model ?? defaultModel };
    }
  }
  return { root: withAgentIds(root, (reference) => named.get(reference)?.id ?? reference), agents };
}
