import type { Attempt, ExecutionView, RetryView } from '@client';
import type { Kill } from '@/lib/kill-worker';
import { toCallLabel } from './call-attempts';

export interface Beat {
  id: 'killed' | 'again' | 'resumed';
  text: string;
  state: 'done' | 'waiting';
  /** When, where the feed says so. */
  at: string | null;
}

/** What a kill did to an execution, told by its feed, its text in flight and its attempts. */
export function toKillStory(kill: Kill, view: ExecutionView, attempts: readonly Attempt[]): Beat[] {
  const killed: Beat = { id: 'killed', text: `Worker ${kill.pid} was killed`, state: 'done', at: kill.at };
  const lost = view.retries.filter(({ seq }) => seq > kill.lastSeq);
  const first = lost[0];
  if (first !== undefined) return [killed, toAgain(first, lost.length), toResumed(first, view, attempts)];
  if (view.endedAt !== null) return [killed, toDone('resumed', 'The execution ended', view.endedAt)];
  if (view.lastSeq > kill.lastSeq) return [killed, toDone('resumed', 'No call was lost; the execution went on', null)];
  return [
    killed,
    { id: 'again', text: 'A new worker is starting; a call that was in flight will be made again', state: 'waiting', at: null },
  ];
}

function toAgain({ attempt, at, callId }: RetryView, count: number): Beat {
  const { step, call } = toCallLabel(callId);
  const what = count === 1 ? `The call in flight (${step}, ${call}) was lost` : `${count} calls in flight were lost`;
  return { id: 'again', text: `${what} and ${count === 1 ? 'is' : 'are'} being made again: attempt ${attempt + 1}`, state: 'done', at };
}

function toResumed({ callId, attempt }: RetryView, view: ExecutionView, attempts: readonly Attempt[]): Beat {
  const wasted = attempts.filter((one) => one.callId === callId && one.wasted).length;
  const price =
    wasted === 0
      ? ''
      : ` The crash cost ${wasted === 1 ? 'one wasted call' : `${wasted} wasted calls`}; finished calls were not made again.`;
  const tool = [...view.toolCalls.values()].find((call) => call.callId === callId);
  if (view.answered.has(callId) || tool?.state === 'completed' || tool?.state === 'failed') {
    return toDone('resumed', `It was answered and the work went on.${price}`, null);
  }
  const spoken = view.streaming.get(callId);
  if (spoken?.state === 'streaming' && spoken.attempt > attempt) {
    return toDone('resumed', `Attempt ${spoken.attempt} is speaking.${price}`, null);
  }
  if (view.endedAt !== null) return toDone('resumed', 'The execution ended', view.endedAt);
  return { id: 'resumed', text: 'Waiting for its first words', state: 'waiting', at: null };
}

function toDone(id: Beat['id'], text: string, at: string | null): Beat {
  return { id, text, state: 'done', at };
}
