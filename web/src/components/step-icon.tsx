import type { StepState } from '@client';
import { Ban, CircleCheck, CircleDashed, CircleDot, CircleMinus, CircleX, type LucideIcon } from 'lucide-react';
import { classes } from '@/lib/classes';

/** `planned`: the definition has it and it has not begun; `skipped`: it never did. */
export type ShownState = StepState | 'planned' | 'skipped';

const STATES: Record<ShownState, { icon: LucideIcon; label: string; className: string }> = {
  planned: { icon: CircleDashed, label: 'not begun', className: 'text-ink-faint' },
  skipped: { icon: CircleMinus, label: 'never begun', className: 'text-ink-faint' },
  running: { icon: CircleDot, label: 'running', className: 'animate-breathe text-accent' },
  completed: { icon: CircleCheck, label: 'completed', className: 'text-good' },
  failed: { icon: CircleX, label: 'failed', className: 'text-bad' },
  cancelled: { icon: Ban, label: 'cancelled', className: 'text-ink-faint' },
};

export function StepIcon({ state }: { state: ShownState }) {
  const { icon: Icon, label, className } = STATES[state];
  return (
    <span className="mt-0.5 shrink-0">
      <Icon aria-hidden className={classes('size-4', className)} />
      <span className="sr-only">{label}</span>
    </span>
  );
}
