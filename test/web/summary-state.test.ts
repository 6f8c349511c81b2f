import type { StepSummary } from '../../client';
import { toSkipped } from '../../web/src/features/execution/model/live-execution';
import { toRepetitionText, toSummaryState } from '../../web/src/features/execution/model/summary-state';

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
