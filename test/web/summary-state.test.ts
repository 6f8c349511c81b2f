import { EMPTY_VIEW, type StepSummary } from '../../client';
import { toSkipped } from '../../web/src/features/execution/model/live-execution';
import { toOwnStart, toOwnTime, withOwnTimes } from '../../web/src/features/execution/model/own-times';
import { settleStep, toRepetitionText, toSummaryState } from '../../web/src/features/execution/model/summary-state';

const summary = (begun: number, completed: number, failed = 0, cancelled = 0): StepSummary => ({
  path: 'loop/body',
  stepType: 'agent',
  repeats: true,
  begun,
  completed,
  failed,
  cancelled,
  seq: 1,
  startedAt: '2026-11-24T12:00:00.000Z',
  endedAt: null,
});

describe('an execution that is too long to be read as a whole', () => {
  it('shows of repetitions what is at work first, then what went wrong', () => {
    expect([summary(3, 2), summary(3, 2, 1), summary(3, 2, 0, 1), summary(3, 3)].map(toSummaryState)).toEqual([
      'running',
      'failed',
      'cancelled',
      'completed',
    ]);
    expect(toRepetitionText(summary(4, 1, 1, 1))).toBe('4 times, 1 at work, 1 failed, 1 cancelled');
  });

  it('is followed from near its end, a short one from its beginning', () => {
    expect([toSkipped(0), toSkipped(2_000), toSkipped(250_007)]).toEqual([0, 0, 249_500]);
  });
});

describe('a step that a fork took over', () => {
  const [began, forkedAt, later] = ['2026-11-24T12:00:00.000Z', '2026-11-26T08:00:00.000Z', '2026-11-26T08:00:05.000Z'];

  it('was at work in the fork from when that began, if it was not over before', () => {
    expect(toOwnStart({ startedAt: began, endedAt: later }, forkedAt)).toBe(forkedAt);
    expect(toOwnStart({ startedAt: began, endedAt: null }, forkedAt)).toBe(forkedAt);
    expect(toOwnStart({ startedAt: began, endedAt: '2026-11-24T12:00:09.000Z' }, forkedAt)).toBe(began);
    expect(toOwnStart({ startedAt: later, endedAt: null }, forkedAt)).toBe(later);
    expect(toOwnStart({ startedAt: began, endedAt: later }, null)).toBe(began);
  });

  it('has that time in the view and where it was counted, and in an original its own', () => {
    const forkedFrom = { executionId: 'e', superstep: 1, kind: 'fork' as const };
    const time = toOwnTime({ forkedFrom, startedAt: forkedAt, endedAt: later });
    expect(settleStep(summary(2, 1), time)).toMatchObject({ startedAt: forkedAt, endedAt: later, cancelled: 1 });
    const step = { path: 'a', type: 'agent', state: 'completed' as const, startedAt: began, endedAt: later, output: null, error: null };
    const view = { ...EMPTY_VIEW, steps: new Map([['a', step]]) };
    expect(withOwnTimes(view, time.forkedAt).steps.get('a')).toEqual({ ...step, startedAt: forkedAt });
    expect(withOwnTimes(view, toOwnTime({ startedAt: began, endedAt: later }).forkedAt)).toBe(view);
  });
});
