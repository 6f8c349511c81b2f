import type { Execution } from '@client';

/** An execution and what was forked from it, oldest first. */
export interface LineageNode {
  execution: Execution;
  children: LineageNode[];
}
