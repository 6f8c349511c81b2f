import { sleep } from '@temporalio/workflow';
import type { CallDeferred, CallModelInput, CompactionDue, ModelDigest } from '../../contracts/activities';
import type { PlanStep } from '../../contracts/plan';
import { activities, callOptions } from './activities';
import { carried, type Specific, type StepContext } from './context';
import { askedBefore, askForMore } from './top-up';

/**
 * One model call; `summary` is what Temporal UI shows of it. Where the speaker's view wants older messages summed up
 * first, that is a call of its own, made before this one.
 */
export async function callModel(
  context: StepContext,
  step: PlanStep,
  summary: string,
  call: Specific<CallModelInput>,
): Promise<ModelDigest> {
  for (;;) {
    const digest = await sendModelCall(context, step, summary, call);
    if (isMade(digest)) return digest;
    const { thread, upTo } = call;
    const { compact } = digest;
    const callId = `${call.callId}.summary${compact.index + 1}`;
    await sendModelCall({ ...context, closing: undefined }, step, `${summary} · sum up`, { callId, thread, upTo, compact });
  }
}

/** As often as it is told that the call may not be sent yet it pauses, or asks people for more of a budget. */
async function sendModelCall(
  context: StepContext,
  step: PlanStep,
  summary: string,
  call: Specific<CallModelInput>,
): Promise<ModelDigest | CompactionDue> {
  const { gate, execution } = context;
  for (;;) {
    const digest = await carried(
      context,
      call.callId,
      (envelope) =>
        activities.callModel.executeWithOptions({ ...callOptions(step.retry, execution.heartbeatTimeoutMs), summary }, [
          { ...envelope, ...call, ...askedBefore(context, call.callId) },
        ]),
      isMade,
    );
    if (!('deferred' in digest)) return digest;
    const { pauseMs, topUp } = digest.deferred;
    if (topUp === undefined) {
      await gate.whileBusy(() => sleep(Math.max(1, pauseMs)));
      continue;
    }
    await askForMore(context, call.callId, topUp);
  }
}

function isMade(digest: ModelDigest | CompactionDue | CallDeferred): digest is ModelDigest {
  return !('compact' in digest || 'deferred' in digest);
}
