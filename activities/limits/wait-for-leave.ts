import type { CallDeferred, CallModelInput } from '../../contracts/activities';
import type { LimitAnswer } from '../../contracts/ports/limit-store';
import type { ActivityDependencies } from '../dependencies';
import { type RunningCall, toStopFailure, whenStored } from '../running-call';
import { waitUntilTime } from './admission';

/** A shorter wait is not told. */
const TOLD_MS = 500;

interface Leave {
  ask(): Promise<LimitAnswer | { askAgainAt: number; reason: 'circuit_open' }>;
  /** The provider wants no call now, which it may have said to another one since leave was given. */
  isHeldBack(): Promise<boolean>;
  /** Leave was given and is not used. */
  free(): Promise<void>;
}

/**
 * Waits for leave to send a call: here, if that is seconds away, else by the workflow, which is told how long. Nothing has
 * been sent then and no attempt begun, so none is used up; the feed says why nothing happens.
 */
export async function waitForLeave(
  { executions, live, logger }: ActivityDependencies,
  call: RunningCall,
  { organizationId, callId, stepPath, facts }: CallModelInput,
  { ask, isHeldBack, free }: Leave,
): Promise<CallDeferred | undefined> {
  for (;;) {
    const answer = await whenStored(call, logger, ask);
    const until = 'sendAt' in answer ? answer.sendAt : answer.askAgainAt;
    // An answer that is there already needs no leave.
    if ('askAgainAt' in answer && (await executions.getEntry(organizationId, call.executionId, callId)) !== null) return undefined;
    if (until - Date.now() > TOLD_MS) {
      const hold = { callId, stepPath, facts, reason: answer.reason ?? 'rate_limit', until: new Date(until).toISOString() };
      await whenStored(call, logger, () => executions.holdCall(organizationId, call.executionId, hold));
      live.committed(call.executionId);
    } else if ('askAgainAt' in answer) {
      await whenStored(call, logger, () => executions.appendFacts(organizationId, call.executionId, facts));
    }
    if ('askAgainAt' in answer) return { deferred: { pauseMs: Math.max(1, Math.ceil(until - Date.now())) } };
    if (until <= Date.now()) return undefined;
    if (!(await waitUntilTime(until, call.signal))) {
      await whenStored(call, logger, free);
      throw toStopFailure(call);
    }
    if (!(await whenStored(call, logger, isHeldBack))) return undefined;
  }
}
