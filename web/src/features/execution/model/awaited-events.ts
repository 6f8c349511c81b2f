import type { ExecutionView, Step } from '@client';
import { walkSteps } from './walk-steps';

/** An event that steps of an execution take. */
export interface AwaitedEvent {
  name: string;
  /** The steps that wait for it now, and until when (null: as long as it takes). None: it is kept for those to come. */
  waits: readonly { stepPath: string; until: string | null }[];
}

/** Every event that the plan knows, those first that are waited for now. */
export function toAwaitedEvents(root: Step | null, { steps }: Pick<ExecutionView, 'steps'>): AwaitedEvent[] {
  const waiting = [...steps.values()].flatMap(({ path, state, waits }) =>
    state === 'running' && waits?.event !== undefined ? [{ name: waits.event, stepPath: path, until: waits.until ?? null }] : [],
  );
  const planned = (root === null ? [] : walkSteps(root)).flatMap((step) =>
    step.type === 'wait' && step.event !== undefined ? [step.event] : [],
  );
  const names = [...new Set([...waiting.map(({ name }) => name), ...planned])];
  return names.map((name) => ({
    name,
    waits: waiting.filter((one) => one.name === name).map(({ stepPath, until }) => ({ stepPath, until })),
  }));
}
