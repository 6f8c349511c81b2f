import type { ReactNode } from 'react';
import { classes } from '@/lib/classes';

const TONES = {
  neutral: 'border-line bg-raised text-ink-soft',
  warn: 'border-transparent bg-warn-soft text-warn',
  bad: 'border-transparent bg-bad-soft text-bad',
} as const;

/** A short mark beside something. */
export function Tag({ tone = 'neutral', title, children }: { tone?: keyof typeof TONES; title?: string; children: ReactNode }) {
  return (
    <span title={title} className={classes('max-w-full truncate rounded border px-1.5 font-medium text-2xs', TONES[tone])}>
      {children}
    </span>
  );
}
