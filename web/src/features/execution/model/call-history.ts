import type { Attempt, ExecutionView, HoldView, RetryView } from '@client';

/** One thing that happened to a call, in order. */
export type CallMoment =
  /** It was not sent yet, and no attempt was used up by that. */
  | { type: 'hold'; hold: HoldView }
  /** `fallback`: it asked another model than the call's first attempt, or than the agent's own. */
  | { type: 'attempt'; attempt: Attempt; fallback: boolean }
  /** The attempt before it is over without an answer; the next comes after a pause. */
  | { type: 'retry'; retry: RetryView; pauseMs: number };

/** All that happened to a call: what it waited for, every attempt, and the pauses between them. */
export function toCallHistory(
  callId: string,
  attempts: readonly Attempt[],
  view: Pick<ExecutionView, 'retries' | 'holds'>,
  answeredByFallback: string | undefined,
): CallMoment[] {
  const own = attempts.filter((attempt) => attempt.callId === callId);
  const first = own[0]?.model;
  const moments = own.flatMap((attempt): { at: string; moment: CallMoment }[] => {
    const fallback = attempt.model !== undefined && (attempt.model !== first || attempt.model === answeredByFallback);
    const retry = view.retries.findLast((one) => one.callId === callId && one.attempt === attempt.attempt);
    const pauseMs = retry === undefined ? 0 : Math.max(0, Date.parse(retry.nextAt) - Date.parse(retry.at));
    return [
      { at: attempt.startedAt, moment: { type: 'attempt', attempt, fallback } },
      ...(retry === undefined ? [] : [{ at: retry.at, moment: { type: 'retry' as const, retry, pauseMs } }]),
    ];
  });
  const held = view.holds
    .filter((hold) => hold.callId === callId)
    .map((hold) => ({ at: hold.at, moment: { type: 'hold' as const, hold } }));
  return [...moments, ...held].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).map(({ moment }) => moment);
}
