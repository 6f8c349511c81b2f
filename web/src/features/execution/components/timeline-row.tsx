import type { StepState } from '@client';
import { classes } from '@/lib/classes';
import { toDurationText } from '@/lib/format';
import type { Bar, TimelineRow } from '../model/timeline';
import { CallLink } from './call-link';
import { ForkHere } from './fork-here';

/** A step's own time, by its state. */
export const STEP_COLORS: Record<StepState, string> = {
  running: 'bg-accent/25',
  completed: 'bg-good/20',
  failed: 'bg-bad/25',
  cancelled: 'bg-ink-faint/20',
};

const BAR: Record<Bar['status'], string> = {
  started: 'animate-breathe bg-accent',
  succeeded: 'bg-good',
  failed: 'bg-bad',
  cancelled: 'bg-ink-faint',
  lost: 'bg-warn',
  superseded: 'bg-warn',
  waiting: 'border border-warn border-dashed bg-warn-soft',
};

const WORDS: Record<Bar['status'], string> = {
  started: 'in flight',
  succeeded: 'answered',
  failed: 'failed',
  cancelled: 'cancelled',
  lost: 'lost',
  superseded: 'too late',
  waiting: 'pause',
};

/** A step, or a speaker of a chat, in time. */
export function TimelineRowView({ row, from, to }: { row: TimelineRow; from: number; to: number }) {
  const place = (start: number, end: number | null) => ({
    left: `${((start - from) / (to - from)) * 100}%`,
    width: `max(3px, ${(((end ?? to) - start) / (to - from)) * 100}%)`,
  });
  return (
    <>
      <span
        className="flex w-44 shrink-0 items-center gap-1 py-1.5 pr-3 text-xs"
        style={{ paddingLeft: `${Math.min(row.depth, 8) * 0.75}rem` }}
      >
        <span title={row.key} className="min-w-0 flex-1 truncate">
          {row.name}
        </span>
        <ForkHere small stepPath={row.key} />
      </span>
      <div className="relative flex-1 border-line border-b">
        {row.step !== null && (
          <span
            title={`${row.name}: ${row.step.state}, ${toDurationText((row.step.to ?? to) - row.step.from)}`}
            className={classes('absolute inset-y-1 rounded-sm', STEP_COLORS[row.step.state])}
            style={place(row.step.from, row.step.to)}
          />
        )}
        {row.bars.map((bar) => {
          const text = `${row.name}, ${bar.label}: ${WORDS[bar.status]}, ${toDurationText((bar.to ?? to) - bar.from)}`;
          return (
            <span key={bar.key} className="absolute inset-y-2 flex" style={place(bar.from, bar.to)}>
              <CallLink callId={bar.callId} title={text} label={text} className={classes('flex-1 rounded-sm', BAR[bar.status])} />
            </span>
          );
        })}
      </div>
    </>
  );
}
