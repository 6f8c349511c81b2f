import type { ExecutionStatus } from '@client';
import { classes } from '@/lib/classes';

type Tone = 'live' | 'good' | 'warn' | 'bad' | 'neutral';

/** How each status is called and coloured. */
const STATUSES: Record<ExecutionStatus, { label: string; tone: Tone }> = {
  queued: { label: 'Queued', tone: 'neutral' },
  running: { label: 'Running', tone: 'live' },
  waiting: { label: 'Waiting', tone: 'warn' },
  paused: { label: 'Paused', tone: 'neutral' },
  attention: { label: 'Needs attention', tone: 'warn' },
  completed: { label: 'Completed', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
  timed_out: { label: 'Timed out', tone: 'bad' },
  budget_exhausted: { label: 'Budget exhausted', tone: 'bad' },
};

const TONES: Record<Tone, string> = {
  live: 'bg-accent-soft text-accent',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  neutral: 'bg-raised text-ink-soft',
};

/** What people call a status. */
export function toStatusLabel(status: ExecutionStatus): string {
  return STATUSES[status].label;
}

export function StatusBadge({ status }: { status: ExecutionStatus }) {
  const { label, tone } = STATUSES[status];
  return (
    <span
      className={classes('inline-flex items-center gap-1.5 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap', TONES[tone])}
    >
      <span aria-hidden className={classes('size-1.5 rounded-full bg-current', tone === 'live' && 'animate-breathe')} />
      {label}
    </span>
  );
}
