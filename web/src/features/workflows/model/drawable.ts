import type { Step } from '@client';

/**
 * A step that is far enough written to be drawn, with what the API would fill in where the drawing reads it; null when it
 * is not.
 */
export function toDrawable(value: unknown): Step | null {
  if (value === null || typeof value !== 'object') return null;
  const step = value as Record<string, unknown>;
  if (typeof step.id !== 'string' || typeof step.type !== 'string') return null;
  if (step.name !== undefined && typeof step.name !== 'string') return null;
  const filled = toFilled(step);
  return filled === null ? null : (filled as unknown as Step);
}

function toFilled(step: Record<string, unknown>): Record<string, unknown> | null {
  switch (step.type) {
    case 'agent':
    case 'tool':
    case 'workflow':
      return typeof step[step.type] === 'string' ? step : null;
    case 'sequential':
      return withSteps(step, 'steps');
    case 'concurrent':
      return withSteps(step, 'branches');
    case 'loop':
      return typeof step.maxIterations === 'number' ? withBody(step) : null;
    case 'map':
      return withBody(step);
    case 'route':
      return withCases(step);
    case 'groupChat':
      return typeof step.maxRounds === 'number' && hasParticipants(step) ? { manager: { type: 'roundRobin' }, ...step } : null;
    case 'handoff':
      return hasParticipants(step) && typeof step.start === 'string' ? { maxHandoffs: 10, ...step } : null;
    case 'magentic':
      return hasParticipants(step) ? step : null;
    default:
      return step;
  }
}

function withSteps(step: Record<string, unknown>, field: string): Record<string, unknown> | null {
  const inner = step[field];
  const steps = Array.isArray(inner) ? inner.map(toDrawable) : [null];
  return steps.includes(null) ? null : { ...step, [field]: steps };
}

function withBody(step: Record<string, unknown>): Record<string, unknown> | null {
  const body = toDrawable(step.body);
  return body === null ? null : { ...step, body };
}

function withCases(step: Record<string, unknown>): Record<string, unknown> | null {
  if (!Array.isArray(step.cases)) return null;
  const cases = step.cases.map((one: unknown) => {
    const { when, step: inner } = (one ?? {}) as Record<string, unknown>;
    return { when, step: toDrawable(inner) };
  });
  const otherwise = step.otherwise === undefined ? undefined : toDrawable(step.otherwise);
  if (otherwise === null || cases.some(({ when, step: inner }) => typeof when !== 'string' || inner === null)) return null;
  return { ...step, cases, ...(otherwise !== undefined && { otherwise }) };
}

function hasParticipants({ participants, routes }: Record<string, unknown>): boolean {
  const areRoutes =
    routes === undefined || (routes !== null && typeof routes === 'object' && Object.values(routes).every((ids) => Array.isArray(ids)));
  return (
    areRoutes &&
    Array.isArray(participants) &&
    participants.every((one: unknown) => {
      const { id, agent } = (one ?? {}) as Record<string, unknown>;
      return typeof id === 'string' && typeof agent === 'string';
    })
  );
}
