import { defineSearchAttributeKey, SearchAttributeType, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ApplicationFailure,
  CancellationScope,
  ChildWorkflowFailure,
  condition,
  defineSignal,
  getExternalWorkflowHandle,
  isCancellation,
  setHandler,
  startChild,
  TerminatedFailure,
  TimeoutFailure,
  workflowInfo,
} from '@temporalio/workflow';
import type { ChildDigest } from '../../contracts/activities';
import { CHILD_ENDED_SIGNAL, SEARCH_ATTRIBUTE, WORKFLOW_TASK_TIMEOUT } from '../../contracts/constants';
import type { ChildEnded, ChildStart, Ending, PlanStepOf, WorkflowInput } from '../../contracts/plan';
import type { StepContext } from './context';
import type { runExecution } from './run-execution';
import type { Tape } from './tape';

/** How soon the store is asked about a child whose end nobody has told, and how seldom at last. */
const FIRST_CHECK_MS = 30_000;
const LONGEST_CHECK_MS = 10 * 60_000;

/** To a parent, whichever run of it there is now, from its child; or from the sweeper, if the child could tell nobody. */
const childEnded = defineSignal<[ChildEnded?]>(CHILD_ENDED_SIGNAL);

/** Of so many children the store is asked when a run ends, for what is asked must fit into one event of the history. */
const MOST_CHILDREN_ASKED = 800;

/** The execution that a `workflow` step runs, as the step sees it. */
export interface Child {
  executionId: string;
  /** This run of the parent started it, so Temporal tells it how the child's workflow closes. */
  own: boolean;
  closed?: Ending;
}

const CHILD = ':child';
const childId = (stepPath: string): string => `${stepPath}${CHILD}`;
const endedId = (stepPath: string): string => `${stepPath}:ended`;

/** Hears which children have ended; to be called before the first await. A child is on the tape before it is started. */
export function hearChildren(tape: Tape): void {
  setHandler(childEnded, (told) => {
    // Anybody who reaches Temporal can send it, with anything.
    const { stepPath, executionId } = told ?? {};
    if (typeof stepPath !== 'string' || typeof executionId !== 'string') return;
    if (tape.get<{ executionId: string }>(childId(stepPath))?.executionId === executionId) tape.set(endedId(stepPath), true);
  });
}

/** The children that the tape says are waited for: before the next run waits for them the store is asked. */
export function awaitedChildren(tape: Tape): { children?: string[] } {
  const children = awaited(tape).slice(0, MOST_CHILDREN_ASKED);
  return children.length === 0 ? {} : { children: children.map(({ executionId }) => executionId) };
}

/** These have ended, says the store; the next run takes them over at once. */
export function noteEnded(tape: Tape, executionIds: string[] = []): void {
  for (const { stepPath, executionId } of awaited(tape)) if (executionIds.includes(executionId)) tape.set(endedId(stepPath), true);
}

function awaited(tape: Tape): ChildEnded[] {
  return [...tape.entries()].flatMap(([id]) => {
    const child = id.endsWith(CHILD) ? tape.get<ChildDigest>(id) : undefined;
    const stepPath = id.slice(0, -CHILD.length);
    return child === undefined || tape.get(endedId(stepPath)) !== undefined ? [] : [{ stepPath, executionId: child.executionId }];
  });
}

/** Tells the parent that this execution has written its end. A parent that has closed needs no telling. */
export async function tellParent({ parent }: WorkflowInput): Promise<void> {
  if (parent === undefined) return;
  const { executionId, stepPath } = parent;
  const told: ChildEnded = { stepPath, executionId: workflowInfo().workflowId };
  await CancellationScope.nonCancellable(() => getExternalWorkflowHandle(executionId).signal(childEnded, told).catch(ignoreClosed));
}

/** Starts the child's workflow, unless an earlier run did. It outlives this run, so that the parent can continue as new. */
export async function startChildOnce(
  { tape, gate, execution, path }: StepContext,
  step: PlanStepOf<'workflow'>,
  executionId: string,
): Promise<Child> {
  const child: Child = { executionId, own: false };
  if (tape.get(`${path}:started`) !== undefined) return child;
  const { organizationId, heartbeatTimeoutMs, childTaskQueue } = execution;
  const start: ChildStart = { organizationId, parent: { executionId: workflowInfo().workflowId, stepPath: path }, heartbeatTimeoutMs };
  await gate.passChild((close) =>
    CancellationScope.nonCancellable(async () => {
      try {
        const handle = await startChild<typeof runExecution>(step.rootType, {
          workflowId: executionId,
          args: [start],
          taskQueue: childTaskQueue,
          parentClosePolicy: 'ABANDON',
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
          staticSummary: step.workflow,
          typedSearchAttributes: toSearchAttributes(organizationId, step.workflowId),
        });
        child.own = true;
        void handle.result().then(
          ({ output }) => {
            child.closed = { status: 'completed', output };
            close();
          },
          (error: unknown) => {
            child.closed = toEnding(error);
            close();
          },
        );
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        close();
      }
    }),
  );
  tape.set(`${path}:started`, true);
  return child;
}

/**
 * Waits until the child has ended, as far as anybody knows. Where an earlier run started it, its own signal tells;
 * should that be lost (somebody terminated it), this returns after a while, so that the store is asked.
 */
export async function untilChildEnded({ tape, path }: StepContext, child: Child, check: number): Promise<void> {
  const isOver = () => child.closed !== undefined || tape.get(endedId(path)) !== undefined;
  if (child.own) await condition(isOver);
  else await condition(isOver, Math.min(FIRST_CHECK_MS * 2 ** (check - 1), LONGEST_CHECK_MS));
}

/** The store does not know of its end, so it is waited for again. Until the store was asked the next run must know. */
export function waitAgain({ tape, path }: StepContext): void {
  tape.forget(endedId(path));
}

/** Asks the child to cancel; it ends when its calls have let go. One that has closed cannot be asked any more. */
export function cancelChild({ executionId }: Child): Promise<void> {
  return getExternalWorkflowHandle(executionId).cancel().catch(ignoreClosed);
}

function ignoreClosed(error: unknown): void {
  if (isCancellation(error)) throw error;
}

function toSearchAttributes(organizationId: string, workflowId: string) {
  const organization = defineSearchAttributeKey(SEARCH_ATTRIBUTE.organization, SearchAttributeType.KEYWORD);
  // A server that somebody started without them does not know them.
  if (workflowInfo().typedSearchAttributes.get(organization) === undefined) return undefined;
  const workflow = defineSearchAttributeKey(SEARCH_ATTRIBUTE.workflow, SearchAttributeType.KEYWORD);
  return [
    { key: organization, value: organizationId },
    { key: workflow, value: workflowId },
  ];
}

/** How an execution ended whose workflow closed so, should it not have written it. */
function toEnding(error: unknown): Ending {
  if (isCancellation(error)) return { status: 'cancelled' };
  const cause = error instanceof ChildWorkflowFailure ? error.cause : undefined;
  if (cause instanceof TerminatedFailure) return failed('terminated', 'The workflow was terminated from outside');
  if (cause instanceof TimeoutFailure) return { status: 'timed_out', error: { code: 'timed_out', message: "The workflow's time ran out" } };
  if (cause instanceof ApplicationFailure) return failed(cause.type ?? 'workflow_failed', cause.message);
  return failed('workflow_failed', 'The workflow failed; Temporal UI shows why');
}

function failed(code: string, message: string): Ending {
  return { status: 'failed', error: { code, message } };
}
