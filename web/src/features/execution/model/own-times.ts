import type { Execution, ExecutionView } from '@client';

/** When an execution was at work. */
export interface OwnTime {
  /** ISO 8601; null: it is no fork, and took over nothing. */
  forkedAt: string | null;
  /** ISO 8601; null while it goes on. */
  endedAt: string | null;
}

export function toOwnTime({ forkedFrom, startedAt, endedAt }: Pick<Execution, 'forkedFrom' | 'startedAt' | 'endedAt'>): OwnTime {
  return { forkedAt: forkedFrom === undefined ? null : startedAt, endedAt };
}

/**
 * When a step began in the execution itself: one that a fork took over while it was at work went on when the fork
 * began, whatever lies between that and its original. One that was over by then was at work in the original alone.
 */
export function toOwnStart({ startedAt, endedAt }: { startedAt: string; endedAt: string | null }, forkedAt: string | null): string {
  if (forkedAt === null || Date.parse(startedAt) >= Date.parse(forkedAt)) return startedAt;
  return endedAt !== null && Date.parse(endedAt) < Date.parse(forkedAt) ? startedAt : forkedAt;
}

/** The steps of a view with the times that are the execution's own. */
export function withOwnTimes(view: ExecutionView, forkedAt: string | null): ExecutionView {
  if (forkedAt === null) return view;
  return { ...view, steps: new Map([...view.steps].map(([path, step]) => [path, { ...step, startedAt: toOwnStart(step, forkedAt) }])) };
}
