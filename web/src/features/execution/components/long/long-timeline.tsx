import type { StepSummary } from '@client';
import { classes } from '@/lib/classes';
import { toDurationText } from '@/lib/format';
import { useNow } from '@/lib/use-now';
import { toRepetitionText, toSummaryState } from '../../model/summary-state';
import { toTicks } from '../../model/timeline';
import { TimeScale } from '../time-scale';
import { STEP_COLORS } from '../timeline-row';
import { OutlineList } from './outline-list';
import { OutlineName } from './outline-name';

const ROW = 30;

interface LongTimelineProps {
  executionId: string;
  startedAt: string;
  endedAt: string | null;
}

/** When each step of a long execution was at work: repetitions as one stretch of time, and one by one where they are opened. */
export function LongTimeline({ executionId, startedAt, endedAt }: LongTimelineProps) {
  const now = useNow(endedAt === null, 1_000);
  const from = Date.parse(startedAt);
  const to = Math.max(endedAt === null ? now : Date.parse(endedAt), from + 1);
  return (
    <OutlineList
      executionId={executionId}
      endedAt={endedAt}
      label="Timeline"
      rowHeight={ROW}
      className="h-full max-h-[75dvh] px-4 pb-6 sm:px-6 lg:max-h-none"
      head={<TimeScale ticks={toTicks(to - from)} length={to - from} />}
    >
      {(row, toggle) => (
        <div className="flex h-full items-center">
          <span className="w-44 shrink-0 pr-2">
            <OutlineName row={row} onToggle={toggle} />
          </span>
          <span className="relative h-full min-w-0 flex-1 border-line border-b">
            {row.step !== null && <Stretch step={row.step} from={from} to={to} />}
          </span>
        </div>
      )}
    </OutlineList>
  );
}

function Stretch({ step, from, to }: { step: StepSummary; from: number; to: number }) {
  const begin = Date.parse(step.startedAt);
  const end = step.endedAt === null ? to : Date.parse(step.endedAt);
  const state = toSummaryState(step);
  const text = `${step.path}: ${step.repeats ? toRepetitionText(step) : state}, ${toDurationText(end - begin)}`;
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      className={classes('absolute inset-y-1.5 rounded-sm', STEP_COLORS[state])}
      style={{
        left: `min(calc(100% - 3px), ${((begin - from) / (to - from)) * 100}%)`,
        width: `max(3px, ${((end - begin) / (to - from)) * 100}%)`,
      }}
    />
  );
}
