import { DEFAULT_RETRY } from '../contracts/constants';
import { toMilliseconds } from '../contracts/duration';
import type { Plan, PlanHelper, PlanStep, RetryPlan } from '../contracts/plan';
import type { DefinitionStore } from '../contracts/ports/definition-store';
import type { Participant, RetryPolicy, Step } from '../contracts/steps';

/** What workflow code knows of an agent, by the id that the plan's tree names. */
type Helpers = ReadonlyMap<string, PlanHelper>;

/**
 * The skeleton of a plan that workflow code sees. It comes from the pinned revisions only, so the same plan always
 * gives the same skeleton.
 */
export async function toPlanStep(plan: Plan, organizationId: string, definitions: DefinitionStore): Promise<PlanStep> {
  const helpers = new Map<string, PlanHelper>();
  for (const [id, pin] of Object.entries(plan.agents)) {
    const agent = pin.definition ?? (await definitions.agents.getRevision(organizationId, id, pin.revision));
    if (agent === null) throw new Error(`Revision ${pin.revision} of agent ${id} is pinned but missing in the store`);
    helpers.set(id, { agent: pin.name, maxTurns: agent.limits.maxTurns });
  }
  return skeletonOf(plan.root, helpers);
}

function skeletonOf(step: Step, helpers: Helpers): PlanStep {
  const common = {
    id: step.id,
    ...(step.input === undefined ? {} : { hasInput: true as const }),
    ...(step.timeout === undefined ? {} : { timeoutMs: toMilliseconds(step.timeout) }),
    ...(step.retry === undefined ? {} : { retry: toRetryPlan(step.retry) }),
  };
  const within = (child: Step) => skeletonOf(child, helpers);
  switch (step.type) {
    case 'agent':
      return { ...common, type: 'agent', ...helperOf(step.agent, helpers) };
    case 'tool':
      return { ...common, type: 'tool', tool: step.tool };
    case 'sequential':
      return { ...common, type: 'sequential', steps: step.steps.map(within) };
    case 'concurrent': {
      const { type, branches, maxParallel, onFailure, aggregate } = step;
      const combine = aggregate.type === 'agent' ? helperOf(aggregate.agent, helpers) : aggregate.type;
      return { ...common, type, branches: branches.map(within), maxParallel, onFailure, aggregate: combine };
    }
    case 'groupChat': {
      const { type, participants, manager, maxRounds } = step;
      const leads = manager.type === 'agent' ? helperOf(manager.agent, helpers) : manager.type;
      return { ...common, type, participants: toParticipants(participants, helpers), manager: leads, maxRounds };
    }
    case 'handoff': {
      const { type, participants, start, maxHandoffs } = step;
      return { ...common, type, participants: toParticipants(participants, helpers), start, maxHandoffs };
    }
    case 'route':
      return {
        ...common,
        type: 'route',
        cases: step.cases.map((one) => within(one.step)),
        ...(step.otherwise && { otherwise: within(step.otherwise) }),
      };
    case 'loop':
      return { ...common, type: 'loop', body: within(step.body), maxIterations: step.maxIterations };
    case 'map':
      return { ...common, type: 'map', body: within(step.body), maxParallel: step.maxParallel, onFailure: step.onFailure };
  }
}

function toParticipants(participants: Participant[], helpers: Helpers) {
  return participants.map(({ id, agent }) => ({ id, ...helperOf(agent, helpers) }));
}

function helperOf(agent: string, helpers: Helpers): PlanHelper {
  const helper = helpers.get(agent);
  if (helper === undefined) throw new Error(`The plan names the agent ${agent} but does not pin it`);
  return helper;
}

/** What is not given has the default, bent so that the first interval is never above the longest. */
function toRetryPlan({ maxAttempts, initialInterval, backoff, maxInterval }: RetryPolicy): RetryPlan {
  const first = toMilliseconds(initialInterval ?? DEFAULT_RETRY.initialInterval);
  const longest = toMilliseconds(maxInterval ?? DEFAULT_RETRY.maxInterval);
  return {
    maxAttempts: maxAttempts ?? DEFAULT_RETRY.maxAttempts,
    initialIntervalMs: initialInterval === undefined ? Math.min(first, longest) : first,
    backoff: backoff ?? DEFAULT_RETRY.backoff,
    maxIntervalMs: maxInterval === undefined ? Math.max(first, longest) : longest,
  };
}
