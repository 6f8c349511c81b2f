import type { ExecutionView } from '@client';

/**
 * Whether a step has begun only in earlier rounds of the loop around it, and the round that runs now has still to come to it.
 * `newest`: the newest repetition of every step, by its path without numbers. What a map repeats runs at the same time, so
 * nothing in one is ahead.
 */
export function isAhead(id: string, newest: ReadonlyMap<string, string>, { steps }: Pick<ExecutionView, 'steps'>): boolean {
  const above = id.slice(0, Math.max(0, id.lastIndexOf('/')));
  const [own, around] = [newest.get(id), newest.get(above)];
  if (own === undefined || around === undefined || own.startsWith(`${around}/`)) return false;
  return steps.get(around)?.state === 'running' && !isWithinMap(above, newest, steps);
}

function isWithinMap(id: string, newest: ReadonlyMap<string, string>, steps: ExecutionView['steps']): boolean {
  const parts = id.split('/');
  return parts.some((_, index) => steps.get(newest.get(parts.slice(0, index + 1).join('/')) ?? '')?.type === 'map');
}
