import type { StepInput } from '../../contracts/steps';

/** A route in which `step` is taken, after so many cases that are not: a plan that is long, whatever runs. */
export function manyCases(count: number, step: StepInput & { type: 'agent' }): StepInput {
  const never = (index: number): StepInput => ({ ...step, id: `case_${index}`.padEnd(64, '_'), retry: { maxAttempts: 3 }, timeout: '1h' });
  const cases = Array.from({ length: count }, (_, index) => ({ when: 'false', step: never(index) }));
  return { id: 'which', type: 'route', cases, otherwise: { ...step, id: 'otherwise' } };
}
