import type { ReactNode, Ref } from 'react';
import { classes } from '@/lib/classes';

interface ScrollPaneProps {
  label: string;
  ref?: Ref<HTMLElement>;
  className?: string;
  children: ReactNode;
}

/** A part of the page that scrolls by itself and can be reached by keyboard. */
export function ScrollPane({ label, ref, className, children }: ScrollPaneProps) {
  return (
    <section
      ref={ref}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className={classes('-outline-offset-2 min-h-0 overflow-auto', className)}
    >
      {children}
    </section>
  );
}
