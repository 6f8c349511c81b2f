import { EMPTY_VIEW, type ExecutionView, type RetryView, type StreamingCall } from '../../client';
import type { Attempt } from '../../contracts/entities';
import { toKillStory } from '../../web/src/features/execution/model/kill-story';

const KILL = { pid: 4711, at: '2026-11-24T12:03:05.000Z', lastSeq: 8 };
const CALL_ID = 'article/write:m1';
const RETRY: RetryView = {
  seq: 9,
  at: '2026-11-24T12:03:06.000Z',
  callId: CALL_ID,
  stepPath: 'article/write',
  attempt: 1,
  reason: 'worker_lost',
  nextAt: '2026-11-24T12:03:06.000Z',
};
const SPEAKING: StreamingCall = {
  callId: CALL_ID,
  attempt: 2,
  stepPath: 'article/write',
  agent: 'Writer',
  text: 'Tides',
  end: 5,
  state: 'streaming',
};
const WASTED: Attempt = {
  callId: CALL_ID,
  attempt: 1,
  kind: 'model',
  status: 'lost',
  wasted: true,
  inputTokens: 10,
  outputTokens: 0,
  estimated: true,
  startedAt: '2026-11-24T12:03:01.000Z',
  endedAt: '2026-11-24T12:03:06.000Z',
};

function tell(changes: Partial<ExecutionView>, attempts: Attempt[] = []) {
  return toKillStory(KILL, { ...EMPTY_VIEW, lastSeq: 9, ...changes }, attempts);
}

describe('what a kill did', () => {
  it('waits for a new worker as long as nothing has happened', () => {
    const beats = tell({ lastSeq: 8 });
    expect(beats.map(({ id, state }) => [id, state])).toEqual([
      ['killed', 'done'],
      ['again', 'waiting'],
    ]);
    expect(beats[0]?.text).toContain('4711');
  });

  it('says which attempt is being made when a call was lost', () => {
    const beats = tell({ retries: [RETRY] });
    expect(beats.map(({ id, state }) => [id, state])).toEqual([
      ['killed', 'done'],
      ['again', 'done'],
      ['resumed', 'waiting'],
    ]);
    expect(beats[1]?.text).toContain('attempt 2');
  });

  it('is resumed when the new attempt speaks, and says what the crash cost', () => {
    const beats = tell({ retries: [RETRY], streaming: new Map([[CALL_ID, SPEAKING]]) }, [WASTED]);
    expect(beats[2]).toMatchObject({ id: 'resumed', state: 'done' });
    expect(beats[2]?.text).toContain('one wasted call');
  });

  it('is not resumed by the words of the attempt that was lost', () => {
    const old = { ...SPEAKING, attempt: 1 };
    expect(tell({ retries: [RETRY], streaming: new Map([[CALL_ID, old]]) })[2]).toMatchObject({ state: 'waiting' });
  });

  it('stays resumed when the call has been answered', () => {
    expect(tell({ retries: [RETRY], answered: new Set([CALL_ID]) })[2]).toMatchObject({ state: 'done' });
  });

  it('does not take retries from before the kill for its work', () => {
    expect(tell({ lastSeq: 8, retries: [{ ...RETRY, seq: 5 }] })[1]).toMatchObject({ id: 'again', state: 'waiting' });
  });

  it('says so when no call was in flight', () => {
    expect(tell({ lastSeq: 12 })[1]?.text).toContain('No call was lost');
  });
});
