import type { CallDeferred, CallModelInput } from '../../contracts/activities';
import type { ActivityDependencies } from '../dependencies';
import { type RunningCall, toStopFailure, whenStored } from '../running-call';
import { waitUntilTime } from './admission';

/** A shorter wait is not told. */
const TOLD_MS = 500;

/**
 * Waits for leave to send a call, which `ask` gives: here, if that is seconds away, else by the workflow, which is told how long. Nothing has
 * been sent then and no attempt begun, so none is used up; the feed says why nothing happens.
 */
export async function waitForLeave(
  { executions, live, logger }: ActivityDependencies,
  call: RunningCall,
  { organizationId, callId, stepPath, facts }: CallModelInput,
  ask: () => Promise<{ sendAt: number } | { askAgainAt: number; reason: string }>,
): Promise<CallDeferred | undefined> {
  const answer = await whenStored(call, logger, ask);
  const until = 'sendAt' in answer ? answer.sendAt : answer.askAgainAt;
  // An answer that is there already needs no leave.
  if ('askAgainAt' in answer && (await executions.getEntry(organizationId, call.executionId, callId)) !== null) return undefined;
  if (until - Date.now() > TOLD_MS) {
    const reason = 'reason' in answer ? answer.reason : 'rate_limit';
    const hold = { callId, stepPath, facts, reason, until: new Date(until).toISOString() };
    await whenStored(call, logger, () => executions.holdCall(organizationId, call.executionId, hold));
    live.committed(call.executionId);
  } else if ('askAgainAt' in answer) {
    await whenStored(call, logger, () => executions.appendFacts(organizationId, call.executionId, facts));
  }
  if ('askAgainAt' in answer) return { deferred: { pauseMs: Math.max(1, Math.ceil(until - Date.now())) } };
  if (!(await waitUntilTime(until, call.signal))) throw toStopFailure(call);
  return undefined;
}
