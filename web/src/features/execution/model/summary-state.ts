import type { StepState, StepSummary } from '@client';
import { toCountText } from '@/lib/format';
import { type OwnTime, toOwnStart } from './own-times';

/** What the icon of a step, or of all its repetitions, shows: at work wins, then what went wrong. */
export function toSummaryState({ begun, completed, failed, cancelled }: StepSummary): StepState {
  if (completed + failed + cancelled < begun) return 'running';
  if (failed > 0) return 'failed';
  return cancelled > 0 ? 'cancelled' : 'completed';
}

/** How far the repetitions of a step have come. */
export function toRepetitionText({ begun, completed, failed, cancelled }: StepSummary): string {
  const running = begun - completed - failed - cancelled;
  return [
    toCountText(begun, 'time'),
    running > 0 && `${running} at work`,
    failed > 0 && `${failed} failed`,
    cancelled > 0 && `${cancelled} cancelled`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** A step with the times that are the execution's own; what was open when that ended was cancelled. */
export function settleStep(step: StepSummary, { forkedAt, endedAt }: OwnTime): StepSummary {
  const open = step.begun - step.completed - step.failed - step.cancelled;
  const settled = endedAt === null || open === 0 ? step : { ...step, cancelled: step.cancelled + open, endedAt };
  return { ...settled, startedAt: toOwnStart(settled, forkedAt) };
}
