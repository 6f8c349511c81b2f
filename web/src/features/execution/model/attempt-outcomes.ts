import type { Attempt } from '@client';

/** How an attempt ended, for people, and its colour. */
export const OUTCOMES: Record<Attempt['status'], { label: string; className: string }> = {
  started: { label: 'in flight', className: 'text-accent' },
  succeeded: { label: 'answered', className: 'text-good' },
  failed: { label: 'failed', className: 'text-bad' },
  cancelled: { label: 'cancelled', className: 'text-ink-faint' },
  lost: { label: 'lost', className: 'text-warn' },
  superseded: { label: 'too late', className: 'text-warn' },
};
