import { LETTERS_A_SIGNAL } from '../contracts/letters';
import type { Engine } from '../contracts/ports/engine';
import type { ExecutionStore } from '../contracts/ports/execution-store';

/** What a delivery goes between. */
export interface DeliveryParts {
  executions: ExecutionStore;
  engine: Engine;
}

/**
 * Hands all letters of an execution that its workflow may not have got to the engine, in their order, so that none
 * overtakes an earlier one. Repeatable, also at the same time. Throws {@link EngineUnavailable}.
 */
export async function deliverLetters({ executions, engine }: DeliveryParts, organizationId: string, executionId: string): Promise<void> {
  for (;;) {
    const letters = await executions.listUndelivered(organizationId, executionId, LETTERS_A_SIGNAL);
    const last = letters.at(-1);
    // A workflow that Temporal does not know (yet) may still get them; the sweeper finds out.
    if (last === undefined || (await engine.deliver(executionId, letters)) === 'missing') return;
    await executions.markDelivered(organizationId, executionId, last.number);
    if (letters.length < LETTERS_A_SIGNAL) return;
  }
}
