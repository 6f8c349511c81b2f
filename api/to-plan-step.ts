import { DEFAULT_RETRY } from '../contracts/constants';
import { toMilliseconds } from '../contracts/duration';
import type { Plan, PlanStep, RetryPlan } from '../contracts/plan';
import type { DefinitionStore } from '../contracts/ports/definition-store';
import type { RetryPolicy, Step } from '../contracts/steps';

/**
 * The skeleton of a plan that workflow code sees. It comes from the pinned revisions only, so the same plan always
 * gives the same skeleton.
 */
export async function toPlanStep(plan: Plan, organizationId: string, definitions: DefinitionStore): Promise<PlanStep> {
  const maxTurns = new Map<string, number>();
  for (const [id, pin] of Object.entries(plan.agents)) {
    const agent = pin.definition ?? (await definitions.agents.getRevision(organizationId, id, pin.revision));
    if (agent === null) throw new Error(`Revision ${pin.revision} of agent ${id} is pinned but missing in the store`);
    maxTurns.set(id, agent.limits.maxTurns);
  }
  return skeletonOf(plan.root, maxTurns);
}

function skeletonOf(step: Step, maxTurns: ReadonlyMap<string, number>): PlanStep {
  const common = {
    id: step.id,
    ...(step.timeout === undefined ? {} : { timeoutMs: toMilliseconds(step.timeout) }),
    ...(step.retry === undefined ? {} : { retry: toRetryPlan(step.retry) }),
  };
  switch (step.type) {
    case 'agent':
      return { ...common, type: 'agent', agent: step.agent, maxTurns: turnsOf(step.agent, maxTurns) };
    case 'tool':
      return { ...common, type: 'tool', tool: step.tool };
    case 'sequential':
      return { ...common, type: 'sequential', steps: step.steps.map((child) => skeletonOf(child, maxTurns)) };
  }
}

function turnsOf(agent: string, maxTurns: ReadonlyMap<string, number>): number {
  const turns = maxTurns.get(agent);
  if (turns === undefined) throw new Error(`The plan names the agent ${agent} but does not pin it`);
  return turns;
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
