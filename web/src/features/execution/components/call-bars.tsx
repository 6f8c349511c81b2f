import { classes } from '@/lib/classes';
import { toDurationText } from '@/lib/format';
import type { Bar } from '../model/call-bars';
import { CallLink } from './call-link';

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

/** A stretch of time that a timeline shows, in ms. */
export interface Range {
  from: number;
  to: number;
}

/** Where a stretch of time is drawn (null: it is not over); one from before the beginning stands at its edge. */
export function toPlace(start: number, end: number | null, { from, to }: Range): { left: string; width: string } {
  const [shown, over] = [Math.max(start, from), Math.max(end ?? to, from)];
  const toShare = (ms: number) => `${(ms / (to - from)) * 100}%`;
  return { left: `min(calc(100% - 3px), ${toShare(shown - from)})`, width: `max(3px, ${toShare(over - shown)})` };
}

/** The attempts of calls and the pauses between them; each leads to its call. */
export function CallBars({ name, bars, range }: { name: string; bars: readonly Bar[]; range: Range }) {
  return bars.map((bar) => {
    const text = `${name}, ${bar.label}: ${WORDS[bar.status]}, ${toDurationText((bar.to ?? range.to) - bar.from)}`;
    return (
      <span key={bar.key} className="absolute inset-y-2 flex" style={toPlace(bar.from, bar.to, range)}>
        <CallLink callId={bar.callId} title={text} label={text} className={classes('flex-1 rounded-sm', BAR[bar.status])} />
      </span>
    );
  });
}
