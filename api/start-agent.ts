import type { AgentBody } from '../contracts/entities';
import type { Json } from '../contracts/json';
import type { PinnedAgent } from '../contracts/plan';
import { Problem } from '../contracts/problem';
import type { AgentRunBody } from '../contracts/services';
import { pinModel } from '../plans/pin-model';
import type { ApiDependencies } from './dependencies';
import { startRecorded } from './start-execution';
import { validateAgent } from './validate-agent';

/** The id of the root step, and of an agent that was never saved. */
const ROOT = 'agent';
const UNSAVED = { id: 'unsaved', revision: 0 };

interface StartAgent {
  organizationId: string;
  /** The same on every try of one request. */
  executionId: string;
  body: AgentRunBody;
}

/**
 * Starts an execution of one agent, saved or not: a durable one without a workflow, whose root is an `agent` step.
 * Throws `not_found`, `invalid_definition`, `budget_needs_price`, and `EngineUnavailable`, after which nothing is listed.
 */
export function startAgent(dependencies: ApiDependencies, { organizationId, executionId, body }: StartAgent): Promise<string> {
  return startRecorded(dependencies, { organizationId, executionId }, async () => {
    const { id, pin } = await pinAgent(dependencies, organizationId, body);
    return {
      executionId,
      organizationId,
      workflowId: null,
      workflowRevision: null,
      name: pin.name,
      plan: { root: { id: ROOT, type: 'agent', agent: id }, agents: { [id]: pin } },
      input: body.input as Json,
      startedAt: new Date().toISOString(),
      ...(body.budget && { budget: body.budget }),
    };
  });
}

async function pinAgent(
  dependencies: ApiDependencies,
  organizationId: string,
  { agent: reference, definition }: AgentRunBody,
): Promise<{ id: string; pin: PinnedAgent }> {
  const { definitions, defaultModel, prices = {} } = dependencies;
  const toPin = ({ name, model }: AgentBody, revision: number) => ({ name, revision, ...pinModel(model ?? defaultModel, prices) });
  if (definition !== undefined) {
    await validateAgent(definition, organizationId, dependencies, '/definition');
    return { id: UNSAVED.id, pin: { ...toPin(definition, UNSAVED.revision), definition } };
  }
  const agent = await definitions.agents.find(organizationId, String(reference));
  if (agent === null) {
    const message = `There is no agent ${reference}; check its id or name`;
    throw new Problem('not_found', message, { errors: [{ path: '/agent', code: 'unknown_agent', message }] });
  }
  return { id: agent.id, pin: toPin(agent, agent.revision) };
}
