import { defineSignal, log, setHandler } from '@temporalio/workflow';
import { DELIVER_SIGNAL } from '../../contracts/letters';
import type { Gate } from './gate';
import { Mailbox } from './mailbox';
import type { Tape } from './tape';
import { toLetters } from './to-letters';

/** Anybody who reaches Temporal can send it, with anything. */
const deliver = defineSignal<[unknown?]>(DELIVER_SIGNAL);

/** No path of a step begins with a colon. */
const ON_TAPE = ':mailbox';
const PAUSED_ON_TAPE = ':paused';

/**
 * Opens the mailbox, with what the run before handed on. To be called before the first await of a workflow: from then
 * on every letter is noted, and only noted, at once.
 */
export function receiveLetters(tape: Tape, gate: Gate): Mailbox {
  const mailbox = new Mailbox(tape.get(ON_TAPE));
  gate.paused = tape.get<boolean>(PAUSED_ON_TAPE) ?? false;
  tape.atEnd(ON_TAPE, () => mailbox.toState());
  tape.atEnd(PAUSED_ON_TAPE, () => gate.paused || undefined);
  setHandler(deliver, (sent) => {
    const letters = toLetters(sent);
    if (letters === undefined)
      log.warn('A signal was ignored that brings no letters; it was not sent by this product', { signal: DELIVER_SIGNAL });
    for (const letter of mailbox.receive(letters ?? [])) {
      if (letter.kind === 'pause') gate.paused = true;
      else if (letter.kind === 'resume') gate.paused = false;
      else mailbox.keep(letter);
    }
    // Letters make history long, too, and a branch that waits passes no gate.
    gate.closeWhenLong();
  });
  return mailbox;
}
