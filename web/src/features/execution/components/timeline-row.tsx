import type { StepState } from '@client';
import { classes } from '@/lib/classes';
import { toDurationText } from '@/lib/format';
import type { TimelineRow } from '../model/timeline';
import { CallBars, type Range, toPlace } from './call-bars';
import { ForkHere } from './fork-here';

/** A step's own time, by its state. */
export const STEP_COLORS: Record<StepState, string> = {
  running: 'bg-accent/25',
  completed: 'bg-good/20',
  failed: 'bg-bad/25',
  cancelled: 'bg-ink-faint/20',
};

/** A step, or a speaker of a chat, in time. */
export function TimelineRowView({ row, range }: { row: TimelineRow; range: Range }) {
  return (
    <>
      <span
        className="flex w-44 shrink-0 items-center gap-1 py-1.5 pr-3 text-xs"
        style={{ paddingLeft: `${Math.min(row.depth, 8) * 0.75}rem` }}
      >
        <span title={`${row.name} (${row.key})`} className="min-w-0 flex-1 truncate">
          {row.name}
        </span>
        <ForkHere small stepPath={row.key} />
      </span>
      <div className="relative flex-1 border-line border-b">
        {row.step !== null && (
          <span
            title={`${row.name}: ${row.step.state}, ${toDurationText((row.step.to ?? range.to) - row.step.from)}`}
            className={classes('absolute inset-y-1 rounded-sm', STEP_COLORS[row.step.state])}
            style={toPlace(row.step.from, row.step.to, range)}
          />
        )}
        <CallBars name={row.name} bars={row.bars} range={range} />
      </div>
    </>
  );
}
