import type { StepSummary } from '@client';
import { classes } from '@/lib/classes';
import { toDurationText } from '@/lib/format';
import { toRepetitionText, toSummaryState } from '../../model/summary-state';
import { type Range, toPlace } from '../call-bars';
import { STEP_COLORS } from '../timeline-row';

/** When a step, or all its repetitions, was at work. */
export function StepStretch({ step, range }: { step: StepSummary; range: Range }) {
  const begin = Date.parse(step.startedAt);
  const end = step.endedAt === null ? null : Date.parse(step.endedAt);
  const state = toSummaryState(step);
  const text = `${step.path}: ${step.repeats ? toRepetitionText(step) : state}, ${toDurationText((end ?? range.to) - begin)}`;
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      className={classes('absolute inset-y-1.5 rounded-sm', STEP_COLORS[state])}
      style={toPlace(begin, end, range)}
    />
  );
}
