import type { Attempt, RetryView } from '@client';
import { toCallLabel } from './call-attempts';

/** A stretch of time in a row, in ms. */
export interface Bar {
  key: string;
  from: number;
  /** Null: not over. */
  to: number | null;
  kind: 'attempt' | 'wait';
  status: Attempt['status'] | 'waiting';
  /** What it is, in a few words. */
  label: string;
  callId: string;
}

export function toAttemptBar({ callId, attempt, status, startedAt, endedAt }: Attempt): Bar {
  const { call } = toCallLabel(callId);
  return {
    key: `${callId} ${attempt}`,
    from: Date.parse(startedAt),
    to: endedAt === null ? null : Date.parse(endedAt),
    kind: 'attempt',
    status,
    label: attempt === 1 ? call : `${call}, attempt ${attempt}`,
    callId,
  };
}

/** The pause before the next attempt; null where it comes at once. */
export function toPauseBar({ callId, attempt, at, nextAt, reason }: Omit<RetryView, 'seq' | 'stepPath'>): Bar | null {
  const [from, to] = [Date.parse(at), Date.parse(nextAt)];
  if (to <= from) return null;
  return { key: `${callId} ${attempt} wait`, from, to, kind: 'wait', status: 'waiting', label: `waits after ${reason}`, callId };
}

/**
 * Attempts (of one step, in their order) and the pauses between them, where the part of the feed that told of the
 * retries is not read: a pause lasts until the next attempt of its call, and that of `retries` until then.
 */
export function toStepBars(attempts: readonly Attempt[], retries: readonly RetryView[]): Bar[] {
  const last = new Map(attempts.map((attempt) => [attempt.callId, attempt.attempt]));
  return attempts.flatMap((one, index) => {
    const next = attempts.slice(index + 1).find(({ callId }) => callId === one.callId);
    const told =
      last.get(one.callId) === one.attempt
        ? retries.find((retry) => retry.callId === one.callId && retry.attempt === one.attempt)
        : undefined;
    const ended =
      one.endedAt !== null && next !== undefined
        ? { ...one, at: one.endedAt, nextAt: next.startedAt, reason: one.reason ?? one.status }
        : told;
    const pause = ended === undefined ? null : toPauseBar(ended);
    return pause === null ? [toAttemptBar(one)] : [toAttemptBar(one), pause];
  });
}
