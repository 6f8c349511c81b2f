import { type Attempt, EMPTY_VIEW, foldItems } from '../../client';
import { toCallHistory } from '../../web/src/features/execution/model/call-history';
import { toFeed } from '../client/fakes/events';

const at = (second: number) => `2026-11-24T12:00:0${second}.000Z`;
const attempt = (number: number, second: number, model: string, callId = 'a:m1'): Attempt => ({
  callId,
  attempt: number,
  kind: 'model',
  model,
  status: 'failed',
  wasted: false,
  inputTokens: 0,
  outputTokens: 0,
  estimated: false,
  startedAt: at(second),
  endedAt: at(second),
});
const VIEW = foldItems(
  EMPTY_VIEW,
  toFeed([
    { type: 'callHeld', callId: 'a:m1', reason: 'rate_limit', until: at(2) },
    { type: 'callHeld', callId: 'b:m1', reason: 'rate_limit', until: at(2) },
    { type: 'callRetried', callId: 'a:m1', attempt: 1, reason: 'http_503', nextAt: at(5) },
  ]).map((event, index) => ({ type: 'event' as const, event: { ...event, at: at(index === 2 ? 4 : 1) } })),
);

describe('what happened to a call', () => {
  it('is told in order: what it waited for, its attempts and the pauses between them', () => {
    const moments = toCallHistory(
      'a:m1',
      [attempt(1, 3, 'p/one'), attempt(1, 3, 'p/one', 'b:m1'), attempt(2, 5, 'p/one')],
      VIEW,
      undefined,
    );
    expect(
      moments.map((moment) => (moment.type === 'attempt' ? moment.attempt.attempt : moment.type === 'retry' ? moment.pauseMs : 'held')),
    ).toEqual(['held', 1, 1_000, 2]);
  });

  it('marks the attempts that asked another model than the first, or that answered for it', () => {
    const marks = (models: string[], answeredBy?: string) =>
      toCallHistory(
        'a:m1',
        models.map((model, index) => attempt(index + 1, index + 3, model)),
        EMPTY_VIEW,
        answeredBy,
      ).map((moment) => moment.type === 'attempt' && moment.fallback);
    expect(marks(['p/one', 'p/one', 'q/two'])).toEqual([false, false, true]);
    // The agent's own was not even asked, for its provider was left alone.
    expect(marks(['q/two'], 'q/two')).toEqual([true]);
    expect(marks(['p/one'])).toEqual([false]);
  });
});
