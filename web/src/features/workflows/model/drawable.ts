import type { Step } from '@client';

/** A step that is far enough written to be drawn; null when it is not. */
export function toDrawable(root: unknown): Step | null {
  return isDrawable(root) ? root : null;
}

function isDrawable(value: unknown): value is Step {
  if (value === null || typeof value !== 'object') return false;
  const { id, type, steps, branches, body, cases, participants } = value as Record<string, unknown>;
  if (typeof id !== 'string' || typeof type !== 'string') return false;
  const lists: [string, unknown][] = [
    ['sequential', steps],
    ['concurrent', branches],
  ];
  for (const [kind, inner] of lists) if (type === kind && !(Array.isArray(inner) && inner.every(isDrawable))) return false;
  if ((type === 'loop' || type === 'map') && !isDrawable(body)) return false;
  if (type === 'route' && !(Array.isArray(cases) && cases.every((one: { step?: unknown }) => isDrawable(one?.step)))) return false;
  return !['groupChat', 'handoff', 'magentic'].includes(type) || Array.isArray(participants);
}
