import type { Fact } from '../../contracts/plan';
import { flush } from './activities';
import type { ExecutionParts, StepContext } from './context';

/** No path of a step begins with a colon. */
const ON_TAPE = ':waits';

/** Tells the store whenever every open branch waits; it numbers these times. */
export function tellWaiting({ execution, tape, gate, waits }: ExecutionParts): Promise<never> {
  let number = tape.get<number>(ON_TAPE) ?? 0;
  tape.atEnd(ON_TAPE, () => (number === 0 ? undefined : number));
  const { organizationId } = execution;
  return waits.tellWhenAllWait(() => {
    const facts: Fact[] = [{ type: 'executionWaiting', number: ++number }];
    return gate.tell(() => flush.executeWithOptions({ summary: 'execution · all wait' }, [{ organizationId, facts }]));
  });
}

/**
 * A step's wait, published with all that led to it before it begins. `what` says for which event, or until when;
 * nothing of both means for a person.
 */
export async function duringWait<T>(
  { execution, strand, gate, waits, path }: StepContext,
  what: { event?: string; until?: string },
  arrival: () => Promise<T>,
): Promise<T> {
  strand.record({ type: 'waitStarted', stepPath: path, ...what });
  const { organizationId } = execution;
  const summary = `${path.split('/').pop()} · begin to wait`;
  await gate.tell(() => strand.carry((facts) => flush.executeWithOptions({ summary }, [{ organizationId, facts }])));
  return waits.during(arrival);
}
