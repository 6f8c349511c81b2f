import { LETTERS_A_SIGNAL, type Letter } from '../contracts/letters';
import type { Engine } from '../contracts/ports/engine';
import type { ExecutionStore } from '../contracts/ports/execution-store';
import { byteLength } from '../contracts/text';

/** JSON of letters in one signal, which is one payload of the history; one letter is always far below it. */
const BYTES_A_SIGNAL = 48 * 1024;

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
    const undelivered = await executions.listUndelivered(organizationId, executionId, LETTERS_A_SIGNAL);
    const letters = firstThatFit(undelivered);
    const last = letters.at(-1);
    // A workflow that Temporal does not know (yet) may still get them; the sweeper finds out.
    if (last === undefined || (await engine.deliver(executionId, letters)) === 'missing') return;
    await executions.markDelivered(organizationId, executionId, last.number);
    if (letters.length === undelivered.length && letters.length < LETTERS_A_SIGNAL) return;
  }
}

function firstThatFit(letters: Letter[]): Letter[] {
  let bytes = 0;
  const tooMuch = letters.findIndex((letter, index) => {
    bytes += byteLength(JSON.stringify(letter));
    return index > 0 && bytes > BYTES_A_SIGNAL;
  });
  return tooMuch < 0 ? letters : letters.slice(0, tooMuch);
}
