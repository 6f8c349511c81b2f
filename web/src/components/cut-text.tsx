import { classes } from '@/lib/classes';

/**
 * A text that somebody chose, so of any length, on one line: cut where its place ends, so that what stands beside it
 * keeps its own. The whole shows on hover, and where the link or button around it has the keyboard's focus.
 */
export function CutText({ children, className }: { children: string; className?: string }) {
  return (
    <span title={children} className={classes('cut', className)}>
      {children}
    </span>
  );
}
