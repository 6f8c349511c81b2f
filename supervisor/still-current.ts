import { optionalTsToMs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';

type PendingActivity = temporal.api.workflow.v1.IPendingActivityInfo;

const STARTED = temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_STARTED;
/** Between us and the server: a request that is as late as that may find that the engine's own timeout was first. */
const MARGIN_MS = 500;

/** Whether a worker that died at `diedAt` had begun this attempt; one with its name that began later is not it. */
export function hadBegun({ state, lastWorkerIdentity, lastStartedTime }: PendingActivity, identity: string, diedAt: number): boolean {
  return state === STARTED && lastWorkerIdentity === identity && toMs(lastStartedTime) <= diedAt;
}

/**
 * Until when nothing but us ends a dead worker's attempt, in milliseconds since 1970: then its timeouts do, and another
 * attempt may have begun. A call that is failed by its activity id after that could be that other one.
 */
export function currentUntil({ activityOptions, lastStartedTime, lastHeartbeatTime }: PendingActivity): number {
  const started = toMs(lastStartedTime);
  const heartbeat = toMs(activityOptions?.heartbeatTimeout);
  const startToClose = toMs(activityOptions?.startToCloseTimeout);
  const silent = heartbeat === 0 ? Number.POSITIVE_INFINITY : Math.max(started, toMs(lastHeartbeatTime)) + heartbeat;
  const over = startToClose === 0 ? Number.POSITIVE_INFINITY : started + startToClose;
  return Math.min(silent, over) - MARGIN_MS;
}

/** 0 of what is absent. */
function toMs(value: Parameters<typeof optionalTsToMs>[0]): number {
  return optionalTsToMs(value) ?? 0;
}
