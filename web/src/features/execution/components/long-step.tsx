import { type StepSummary, toStepName } from '@client';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { Elapsed } from '@/components/elapsed';
import { StepIcon } from '@/components/step-icon';
import { classes } from '@/lib/classes';
import { toRepetitionText, toSummaryState } from '../model/summary-state';
import { Level } from './long-step-tree';
import { Repetitions } from './repetitions';

/** These hold no other steps. */
const LEAVES = ['agent', 'tool', 'groupChat', 'handoff', 'wait', 'approval'];
/** So many levels are open from the beginning. */
const OPEN_LEVELS = 2;

interface LongStepProps {
  executionId: string;
  step: StepSummary;
  ended: boolean;
  depth: number;
}

/** A step, or all repetitions of one in one line; what is inside is read when it is opened. */
export function LongStep({ executionId, step, ended, depth }: LongStepProps) {
  const { path, stepType, repeats, seq, startedAt, endedAt } = step;
  const hasMore = repeats || !LEAVES.includes(stepType);
  const [open, setOpen] = useState(hasMore && !repeats && depth < OPEN_LEVELS);
  return (
    <li>
      <div className="flex items-center gap-1.5 px-1.5 py-1 text-[0.8125rem]">
        <button
          type="button"
          aria-label={`${open ? 'Close' : 'Open'} ${path}`}
          aria-expanded={open}
          disabled={!hasMore}
          onClick={() => setOpen(!open)}
          className="grid size-5 shrink-0 place-items-center rounded text-ink-faint hover:bg-raised disabled:invisible"
        >
          <ChevronRight aria-hidden className={classes('size-3.5 transition-transform', open && 'rotate-90')} />
        </button>
        <StepIcon state={toSummaryState(step)} />
        <Link to={{ search: `?tab=events&seq=${seq}` }} className="truncate rounded font-medium hover:underline">
          {toStepName(path)}
        </Link>
        <span className="truncate text-2xs text-ink-faint">{repeats ? toRepetitionText(step) : stepType}</span>
        <span className="ml-auto shrink-0 text-2xs text-ink-faint">
          <Elapsed from={startedAt} to={endedAt} />
        </span>
      </div>
      {open && (
        <div className="ml-[0.875rem] border-line border-l pl-2">
          {repeats ? (
            <Repetitions executionId={executionId} step={step} ended={ended} />
          ) : (
            <ol>
              <Level executionId={executionId} parent={path} ended={ended} depth={depth + 1} />
            </ol>
          )}
        </div>
      )}
    </li>
  );
}
