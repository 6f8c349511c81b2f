import type { RetryView } from '@client';
import { useNow } from '@/lib/use-now';
import type { OwnTime } from '../../model/own-times';
import { toTicks } from '../../model/timeline';
import { TimeScale } from '../time-scale';
import { OutlineList } from './outline-list';
import { OutlineName } from './outline-name';
import { StepCalls } from './step-calls';
import { StepStretch } from './step-stretch';

const ROW = 30;

interface LongTimelineProps {
  executionId: string;
  startedAt: string;
  time: OwnTime;
  /** Those that the end of the feed tells of. */
  retries: readonly RetryView[];
}

/** When each step of a long execution was at work: repetitions as one stretch of time, and one by one, with their calls, where they are opened. */
export function LongTimeline({ executionId, startedAt, time, retries }: LongTimelineProps) {
  const now = useNow(time.endedAt === null, 1_000);
  const from = Date.parse(startedAt);
  const range = { from, to: Math.max(time.endedAt === null ? now : Date.parse(time.endedAt), from + 1) };
  return (
    <OutlineList
      executionId={executionId}
      time={time}
      label="Timeline"
      rowHeight={ROW}
      className="h-full max-h-[75dvh] px-4 pb-6 sm:px-6 lg:max-h-none"
      head={<TimeScale ticks={toTicks(range.to - from)} length={range.to - from} />}
    >
      {(row, toggle) => (
        <div className="flex h-full items-center">
          <span className="w-44 shrink-0 pr-2">
            <OutlineName row={row} onToggle={toggle} />
          </span>
          <span className="relative h-full min-w-0 flex-1 border-line border-b">
            {row.step !== null && <StepStretch step={row.step} range={range} />}
            {row.step !== null && !row.step.repeats && (
              <StepCalls executionId={executionId} step={row.step} range={range} live={time.endedAt === null} retries={retries} />
            )}
          </span>
        </div>
      )}
    </OutlineList>
  );
}
