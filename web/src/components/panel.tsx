import type { ReactNode } from 'react';
import { classes } from '@/lib/classes';
import { Boundary } from './boundary';

interface PanelProps {
  title: string;
  /** Beside the title, at the right. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  bodyClassName?: string;
}

/** A titled surface; what breaks in it breaks alone. */
export function Panel({ title, aside, children, className, bodyClassName = 'p-4' }: PanelProps) {
  return (
    <section aria-label={title} className={classes('rounded-lg border border-line bg-surface', className)}>
      <header className="flex min-h-10 items-center justify-between gap-3 border-b border-line px-4 py-2">
        <h2 className="text-[0.8125rem] font-semibold">{title}</h2>
        {aside}
      </header>
      <div className={bodyClassName}>
        <Boundary what={`“${title}”`}>{children}</Boundary>
      </div>
    </section>
  );
}
