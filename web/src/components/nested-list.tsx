import type { ReactNode } from 'react';
import { classes } from '@/lib/classes';

/** Lists further in are hardly moved to the right any more: what stands in them needs the room. */
const MOST_INDENTED = 4;

/** What is inside of something, as a list beside a line; `depth` is 1 directly inside the outermost. */
export function NestedList({ depth, children }: { depth: number; children: ReactNode }) {
  return <ol className={classes('border-line border-l', depth <= MOST_INDENTED ? 'ml-2 pl-3' : 'pl-1')}>{children}</ol>;
}
