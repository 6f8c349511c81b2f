import { type StepSummary, toStepName } from '@client';
import { ChevronRight } from 'lucide-react';
import { StepIcon } from '@/components/step-icon';
import { classes } from '@/lib/classes';
import { isExpandable } from '../../api/use-outline';
import type { OutlineRow } from '../../model/outline';
import { toSummaryState } from '../../model/summary-state';
import { StepLink } from '../step-link';

/** Deeper lines are indented no further. */
const MOST_INDENT = 8;

/** What a line is called, how it stands, and the way into it. */
export function OutlineName({ row, onToggle }: { row: OutlineRow; onToggle: () => void }) {
  const { path, depth, step, of, open } = row;
  return (
    <span className="flex min-w-0 items-center gap-1.5" style={{ paddingLeft: `${Math.min(depth, MOST_INDENT) * 0.75}rem` }}>
      <button
        type="button"
        aria-label={`${open ? 'Close' : 'Open'} ${path}`}
        aria-expanded={open}
        disabled={!hasMore(step, of?.group)}
        onClick={onToggle}
        className="grid size-6 shrink-0 place-items-center rounded text-ink-faint hover:bg-raised disabled:invisible"
      >
        <ChevronRight aria-hidden className={classes('size-3.5 transition-transform', open && 'rotate-90')} />
      </button>
      {step !== null && <StepIcon state={toSummaryState(step)} />}
      <StepLink
        path={path}
        title={path}
        className="cut rounded font-medium text-[0.8125rem] tabular-nums hover:underline focus-visible:bg-surface"
      >
        {of === null ? toStepName(path) : `#${of.number}`}
      </StepLink>
    </span>
  );
}

/** A repetition has in it what its fellows have. */
function hasMore(step: StepSummary | null, group: StepSummary | undefined): boolean {
  if (step !== null) return isExpandable(step);
  return group !== undefined && isExpandable({ ...group, repeats: false });
}
