import type { Json } from '../../contracts/json';
import type { TapePage } from '../../contracts/plan';
import { toTapePages } from '../../contracts/tape-pages';

/**
 * What is done, so that the next run of this execution need not do it again. It holds the least that says where the
 * work stands: a finished step has one entry in place of all below it, a long loop has its state in place of its rounds.
 */
export class Tape {
  private readonly entries: Map<string, Json>;
  private readonly last: (() => void)[] = [];

  constructor(pages: TapePage[] = []) {
    this.entries = new Map(pages.flat());
  }

  get<T>(id: string): T | undefined {
    return this.entries.get(id) as T | undefined;
  }

  set(id: string, value: unknown): void {
    this.entries.set(id, value as Json);
  }

  /** Forgets every id that begins with one of these. */
  forget(...prefixes: string[]): void {
    for (const id of this.entries.keys()) {
      if (prefixes.some((prefix) => id.startsWith(prefix))) this.entries.delete(id);
    }
  }

  /** Answers from the tape if the id is on it, else does it and keeps the answer, if it is one. */
  async once<T>(id: string, run: () => Promise<T>, isAnswer: (value: T) => boolean = () => true): Promise<T> {
    const known = this.get<T>(id);
    if (known !== undefined) return known;
    const value = await run();
    if (isAnswer(value)) this.set(id, value);
    return value;
  }

  /** Has an entry written when the run ends, with what then stands; undefined leaves it out. */
  atEnd(id: string, value: () => unknown): void {
    this.last.push(() => {
      const state = value();
      if (state === undefined) this.entries.delete(id);
      else this.set(id, state);
    });
  }

  toPages(): TapePage[] {
    for (const write of this.last) write();
    return toTapePages(this.entries);
  }
}
