import type { StepState, StepSummary } from '@client';
import { toCountText } from '@/lib/format';

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

/** A step as it stands once its execution has ended (at `endedAt`; null: it has not): what was open then was cancelled. */
export function settleStep(step: StepSummary, endedAt: string | null): StepSummary {
  const open = step.begun - step.completed - step.failed - step.cancelled;
  if (endedAt === null || open === 0) return step;
  return { ...step, cancelled: step.cancelled + open, endedAt };
}
