import { condition } from '@temporalio/workflow';
import type { Letter, LetterKind } from '../../contracts/letters';

/** What the next run must know: which letters have come, and those that nobody has taken yet. */
interface MailboxState {
  /** All letters up to this number have come. */
  upTo: number;
  /** Numbers above it that have come too. */
  beyond: number[];
  waiting: Letter[];
}

/**
 * The letters of an execution (contracts/letters.ts), first in, first out. A letter that comes twice counts once. One
 * that nobody waits for yet stays until somebody does, also when the execution continues as new.
 */
export class Mailbox {
  private upTo: number;
  private readonly beyond: Set<number>;
  /** By kind and subject, oldest first; many branches may wait, each for its own. */
  private readonly waiting = new Map<string, Letter[]>();

  constructor({ upTo, beyond, waiting }: MailboxState = { upTo: 0, beyond: [], waiting: [] }) {
    this.upTo = upTo;
    this.beyond = new Set(beyond);
    for (const letter of waiting) this.keep(letter);
  }

  /** Notes what the signal brought; returns the letters that had not come before. */
  receive(letters: Letter[]): Letter[] {
    return letters.filter(({ number }) => {
      if (number <= this.upTo || this.beyond.has(number)) return false;
      this.beyond.add(number);
      while (this.beyond.delete(this.upTo + 1)) this.upTo++;
      return true;
    });
  }

  /** Keeps a letter until somebody takes it. */
  keep(letter: Letter): void {
    const place = toPlace(letter.kind, letter.about);
    this.waiting.set(place, [...this.peek(letter.kind, letter.about), letter]);
  }

  /** The letters of this kind about this that nobody has taken, oldest first. */
  peek(kind: LetterKind, about: string): readonly Letter[] {
    return this.waiting.get(toPlace(kind, about)) ?? [];
  }

  /**
   * Waits for a letter, until its scope is cancelled, and takes the oldest. `keep` is called as it is taken, with no
   * await between: it puts on the tape what the next run, which does not get the letter again, must know of it.
   */
  async take(kind: LetterKind, about: string, keep: (letter: Letter) => void): Promise<void> {
    for (;;) {
      await condition(() => this.peek(kind, about).length > 0);
      const [letter] = this.peek(kind, about);
      // Somebody else who waited for the same may have been quicker.
      if (letter === undefined) continue;
      this.remove([letter]);
      keep(letter);
      return;
    }
  }

  /** Takes letters that {@link peek} has shown. */
  remove(letters: readonly Letter[]): void {
    for (const { kind, about, number } of letters) {
      const left = this.peek(kind, about).filter((letter) => letter.number !== number);
      if (left.length > 0) this.waiting.set(toPlace(kind, about), left);
      else this.waiting.delete(toPlace(kind, about));
    }
  }

  /** Undefined when there is nothing to hand on. */
  toState(): MailboxState | undefined {
    if (this.upTo === 0 && this.beyond.size === 0) return undefined;
    return { upTo: this.upTo, beyond: [...this.beyond], waiting: [...this.waiting.values()].flat() };
  }
}

function toPlace(kind: LetterKind, about: string): string {
  return `${kind} ${about}`;
}
