import { DEFAULT_RETRY } from '../contracts/constants';
import { toMilliseconds } from '../contracts/duration';
import type { Plan, PlanHelper, PlanStep, RetryPlan } from '../contracts/plan';
import type { DefinitionStore } from '../contracts/ports/definition-store';
import type { Participant, RetryPolicy, Step } from '../contracts/steps';
import { cutText } from '../contracts/text';

/** What workflow code knows of agents and workflows, by the ids that the plan's tree names. */
interface Pins {
  helpers: ReadonlyMap<string, PlanHelper>;
  workflows: NonNullable<Plan['workflows']>;
}

/** UTF-16 units of a workflow's name in Temporal UI, which keeps 400 bytes. */
const NAME_LENGTH = 130;

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
  return skeletonOf(plan.root, { helpers, workflows: plan.workflows ?? {} });
}

function skeletonOf(step: Step, pins: Pins): PlanStep {
  const within = (child: Step) => skeletonOf(child, pins);
  const common = {
    id: step.id,
    ...(step.input === undefined ? {} : { hasInput: true as const }),
    // An approval's is its deadline, which its definition says the consequence of.
    ...(step.timeout === undefined || step.type === 'approval' ? {} : { timeoutMs: toMilliseconds(step.timeout) }),
    ...(step.retry === undefined ? {} : { retry: toRetryPlan(step.retry) }),
    ...(step.compensate === undefined ? {} : { compensate: within(step.compensate) }),
  };
  switch (step.type) {
    case 'agent':
      return { ...common, type: 'agent', ...helperOf(step.agent, pins) };
    case 'tool':
      return { ...common, type: 'tool', tool: step.tool, ...(asks(step) && { approval: true }) };
    case 'approval':
      return { ...common, type: 'approval' };
    case 'sequential':
      return { ...common, type: 'sequential', steps: step.steps.map(within) };
    case 'concurrent': {
      const { type, branches, maxParallel, onFailure, aggregate } = step;
      const combine = aggregate.type === 'agent' ? helperOf(aggregate.agent, pins) : aggregate.type;
      return { ...common, type, branches: branches.map(within), maxParallel, onFailure, aggregate: combine };
    }
    case 'groupChat': {
      const { type, participants, manager, maxRounds } = step;
      const leads = manager.type === 'agent' ? helperOf(manager.agent, pins) : manager.type;
      return { ...common, type, participants: toParticipants(participants, pins), manager: leads, maxRounds };
    }
    case 'magentic': {
      const { type, participants, manager, maxRounds, maxStalls } = step;
      const planReview = step.planReview !== undefined && step.planReview !== false && { planReview: true as const };
      const leads = helperOf(manager, pins);
      return { ...common, type, participants: toParticipants(participants, pins), manager: leads, maxRounds, maxStalls, ...planReview };
    }
    case 'handoff': {
      const { type, participants, start, maxHandoffs } = step;
      return { ...common, type, participants: toParticipants(participants, pins), start, maxHandoffs };
    }
    case 'route':
      return {
        ...common,
        type: 'route',
        cases: step.cases.map((one) => within(one.step)),
        ...(step.otherwise && { otherwise: within(step.otherwise) }),
      };
    case 'wait':
      return { ...common, type: 'wait', ...(step.for === undefined ? {} : { forMs: toMilliseconds(step.for) }), event: step.event };
    case 'loop':
      return { ...common, type: 'loop', body: within(step.body), maxIterations: step.maxIterations };
    case 'map':
      return { ...common, type: 'map', body: within(step.body), maxParallel: step.maxParallel, onFailure: step.onFailure };
    case 'workflow': {
      const pinned = pins.workflows[step.workflow];
      if (pinned === undefined) throw new Error(`The plan names the workflow ${step.workflow} but does not pin it`);
      return {
        ...common,
        type: 'workflow',
        workflow: cutText(pinned.name, NAME_LENGTH),
        workflowId: step.workflow,
        rootType: pinned.root.type,
      };
    }
  }
}

function toParticipants(participants: Participant[], pins: Pins) {
  return participants.map(({ id, agent }) => ({ id, ...helperOf(agent, pins) }));
}

const asks = ({ approval }: Step & { type: 'tool' }): boolean => approval !== undefined && approval.when !== 'never';

function helperOf(agent: string, { helpers }: Pins): PlanHelper {
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
