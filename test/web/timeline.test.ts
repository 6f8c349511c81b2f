import { type Attempt, toStepTree } from '../../client';
import { toStepBars } from '../../web/src/features/execution/model/call-bars';
import { toTicks, toTimeline } from '../../web/src/features/execution/model/timeline';
import { toAttempt } from './attempt';
import { foldFeed } from './fold-feed';

describe('the timeline', () => {
  it('has a row for each step with its calls, and one for each speaker of a chat, however many turns it has', () => {
    const view = foldFeed([
      { type: 'stepStarted', stepPath: 'root', stepType: 'sequential' },
      { type: 'stepStarted', stepPath: 'root/write', stepType: 'agent' },
      { type: 'stepCompleted', stepPath: 'root/write', stepType: 'agent' },
      { type: 'stepStarted', stepPath: 'root/chat', stepType: 'groupChat' },
    ]);
    const rows = toTimeline(toStepTree(view.steps, null), view, [
      toAttempt('root/write:m1'),
      toAttempt('root/chat/anna#1:m1'),
      toAttempt('root/chat/ben#1:m1'),
      toAttempt('root/chat/anna#2:m1'),
    ]);
    expect(rows.map(({ name, depth, step, bars }) => [name, depth, step?.state, bars.map(({ callId }) => callId)])).toEqual([
      ['root', 0, 'running', []],
      ['write', 1, 'completed', ['root/write:m1']],
      ['chat', 1, 'running', []],
      ['anna', 2, undefined, ['root/chat/anna#1:m1', 'root/chat/anna#2:m1']],
      ['ben', 2, undefined, ['root/chat/ben#1:m1']],
    ]);
  });

  it('shows the pause before the next attempt, with its reason', () => {
    const view = foldFeed([
      { type: 'stepStarted', stepPath: 'a', stepType: 'agent' },
      { type: 'callRetried', callId: 'a:m1', attempt: 1, reason: 'rate_limited', nextAt: '2026-11-24T12:00:09.000Z' },
    ]);
    const [row] = toTimeline(toStepTree(view.steps, null), view, [
      toAttempt('a:m1', { status: 'failed' }),
      toAttempt('a:m1', { attempt: 2, endedAt: null }),
    ]);
    expect(row?.bars.map(({ kind, label, to }) => [kind, label, to === null])).toEqual([
      ['attempt', 'model call 1', false],
      ['attempt', 'model call 1, attempt 2', true],
      ['wait', 'waits after rate_limited', false],
    ]);
  });

  it('shows the pauses of a step whose part of the feed was not read, from its attempts', () => {
    const second = (at: number) => `2026-11-24T12:00:0${at}.000Z`;
    const told = { seq: 9, at: second(5), callId: 'a:m1', stepPath: 'a', attempt: 2, reason: 'http_503', nextAt: second(9) };
    const failed = { status: 'failed', reason: 'rate_limit' } as const;
    const bars = (...attempts: Attempt[]) =>
      toStepBars(attempts, [told]).map(({ kind, label, from, to }) => [kind, label, to === null ? null : to - from]);
    const first = [toAttempt('a:m1', failed), toAttempt('b:m1')];
    const again = toAttempt('a:m1', { attempt: 2, ...failed, startedAt: second(4), endedAt: second(5) });
    expect(bars(...first, again)).toEqual([
      ['attempt', 'model call 1', 1_000],
      ['wait', 'waits after rate_limit', 2_000],
      ['attempt', 'model call 1', 1_000],
      ['attempt', 'model call 1, attempt 2', 1_000],
      ['wait', 'waits after http_503', 4_000],
    ]);
    // Once the next one has begun, the pause was as long as it was.
    expect(bars(again, toAttempt('a:m1', { attempt: 3, startedAt: second(6), endedAt: null }))).toEqual([
      ['attempt', 'model call 1, attempt 2', 1_000],
      ['wait', 'waits after rate_limit', 1_000],
      ['attempt', 'model call 1, attempt 3', null],
    ]);
  });

  it.each([900, 12_000, 3_600_000, 40 * 86_400_000])('has a few round moments for %s ms', (length) => {
    const ticks = toTicks(length);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThan(11);
    expect(Math.max(...ticks)).toBeLessThan(length);
  });
});
