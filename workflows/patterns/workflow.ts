import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { TakenChild } from '../../contracts/activities';
import { type Child, cancelChild, startChildOnce, untilChildEnded, waitAgain } from '../runtime/child';
import { recordChild, type StepContext, takeChild } from '../runtime/context';
import type { Pattern } from '../runtime/run-step';
import { StepFailure } from '../runtime/step-failure';

/** A saved workflow as an execution of its own, with its own history and feed; a cancel reaches it and is waited for. */
export const workflow: Pattern<'workflow'> = async (context, step) => {
  const { executionId } = await recordChild(context, step);
  const child = await startChildOnce(context, step, executionId);
  const taken = await untilTaken(context, child);
  if (taken.failed === undefined) return { output: `${context.path}:output`, closed: taken.closed };
  const { code, message, stepPath } = taken.failed;
  throw StepFailure.at(stepPath === undefined ? context.path : `${context.path}/${stepPath}`, code, message);
};

async function untilTaken(context: StepContext, child: Child): Promise<TakenChild> {
  try {
    return await take(context, child, (activity) => context.gate.pass(activity));
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(async () => {
      await context.gate.hold(() => cancelChild(child));
      await take({ ...context, closing: undefined }, child, (activity) => context.gate.hold(activity));
    });
    throw error;
  }
}

async function take(
  context: StepContext,
  child: Child,
  through: (activity: () => Promise<TakenChild>) => Promise<TakenChild>,
): Promise<TakenChild> {
  for (let check = 1; ; check++) {
    await context.gate.whileBusy(() => untilChildEnded(context, child, check));
    const taken = await through(() => takeChild(context, child));
    if (!taken.open) return taken;
    waitAgain(context);
  }
}
