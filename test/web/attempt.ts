import type { Attempt } from '../../client';

/** An attempt of a model call that took a second. */
export const toAttempt = (callId: string, changes: Partial<Attempt> = {}): Attempt => ({
  callId,
  attempt: 1,
  kind: 'model',
  status: 'succeeded',
  wasted: false,
  inputTokens: 1,
  outputTokens: 1,
  estimated: false,
  startedAt: '2026-11-24T12:00:01.000Z',
  endedAt: '2026-11-24T12:00:02.000Z',
  ...changes,
});
