import { CancellationScope, patched } from '@temporalio/workflow';
import type { ExecutionError } from '../../contracts/entities';
import type { CompensationFailure, Ending, PlanStep } from '../../contracts/plan';
import { type ExecutionParts, findCompensations, type StepContext } from './context';
import { findPlanStep, hasCompensation } from './plan-steps';
import { runStep } from './run-step';
import { COMPENSATION_FAILED, StepFailure } from './step-failure';
import type { Tape } from './tape';

/** On the tape: how the execution ends when what has completed is undone. No path of a step begins with a colon. */
const UNDOING = ':undoing';

/** A history without this mark was made when a pause held back what undoes a cancelled execution, too. */
const CANCEL_RESUMES = 'cancel-resumes';

/** Where it stands, beside the answers of the page it is at. */
interface Undoing {
  page: number;
  before?: number;
}

/** The ending of an execution that an earlier run had begun to undo. */
export function undoingOnTape(tape: Tape): Ending | undefined {
  return tape.get(UNDOING);
}

/** Undoes what has completed of the whole execution, and returns how it then ends. */
export async function undo(parts: ExecutionParts, ending: Ending): Promise<Ending> {
  const { root } = parts.execution;
  const reason = 'error' in ending ? ending.error : { code: 'cancelled', message: 'The execution was cancelled' };
  if (hasCompensation(root)) parts.tape.set(UNDOING, ending);
  // Who cancels what is paused wants it to end.
  if (ending.status === 'cancelled' && parts.gate.paused && patched(CANCEL_RESUMES)) parts.gate.paused = false;
  try {
    await compensate({ ...parts, path: root.id, input: {} }, root, reason);
    return ending;
  } catch (error) {
    if (error instanceof StepFailure) return { status: 'failed', error: error.error };
    throw error;
  }
}

/**
 * Undoes what has completed at or below the step at `context.path`, the newest first, one after the other; no cancel
 * reaches it. The first that fails ends it: the rest stays as it is and the feed says which. `root` is the whole
 * tree, `reason` why it is undone. Throws a {@link StepFailure} when one has failed, now or before.
 */
export async function compensate(context: StepContext, root: PlanStep, reason: ExecutionError): Promise<void> {
  const step = findPlanStep(root, context.path);
  if (step === undefined || !hasCompensation(step)) return;
  await CancellationScope.nonCancellable(async () => {
    context.strand.dropSupersteps();
    const undoing: StepContext = { ...context, closing: undefined, undoing: true };
    const failure = reason.code === COMPENSATION_FAILED ? { error: reason, notStarted: [] } : await undoAll(undoing, root);
    if (failure === null) return;
    const left = await listLeft(undoing, failure);
    // Of what has failed below nothing more is to be said, when nothing is left here.
    if (reason.code !== COMPENSATION_FAILED || left.notStarted.length > 0) {
      context.strand.record({ type: 'compensationFailed', stepPath: context.path, ...left });
    }
    throw toFailure(reason, left);
  });
}

async function undoAll(context: StepContext, root: PlanStep): Promise<CompensationFailure | null> {
  const { tape, strand, path } = context;
  const id = `${path}:undoing`;
  for (;;) {
    const { page, before } = tape.get<Undoing>(id) ?? { page: 1 };
    const found = await findCompensations(context, `find.${page}`, before);
    if (page === 1 && found.steps.length === 0) return null;
    strand.record({ type: 'compensationStarted', stepPath: path });
    for (const { stepPath, output } of found.steps) {
      const step = findPlanStep(root, stepPath)?.compensate;
      if (step === undefined) continue;
      try {
        await runStep({ ...context, path: stepPath, input: output === undefined ? {} : { call: output } }, step);
      } catch (error) {
        if (!(error instanceof StepFailure)) throw error;
        return { error: error.error, notStarted: [] };
      }
    }
    for (const { stepPath } of found.steps) tape.forget(`${stepPath}/${findPlanStep(root, stepPath)?.compensate?.id}`);
    if (found.before === undefined) break;
    tape.forget(`${path}:find`);
    tape.set(id, { page: page + 1, before: found.before });
  }
  strand.record({ type: 'compensationCompleted', stepPath: path });
  return null;
}

/** What was not begun; the one that failed was. */
async function listLeft(context: StepContext, { error }: CompensationFailure): Promise<CompensationFailure> {
  const { steps, before } = await findCompensations(context, 'left');
  return { error, notStarted: steps.map(({ stepPath }) => stepPath), ...(before !== undefined && { more: true }) };
}

function toFailure(reason: ExecutionError, { error, notStarted, more }: CompensationFailure): StepFailure {
  const rest = notStarted.length === 0 ? '' : `; not begun: those of ${notStarted.join(', ')}${more ? ' and of more' : ''}`;
  const message =
    reason.code === COMPENSATION_FAILED
      ? reason.message
      : `${reason.message}. Then a compensation failed (${error.code}): ${error.message}`;
  return new StepFailure({ code: COMPENSATION_FAILED, message: `${message}${rest}`, stepPath: error.stepPath ?? reason.stepPath });
}
