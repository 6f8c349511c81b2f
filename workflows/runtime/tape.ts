import type { Json } from '../../contracts/json';
import type { TapePage } from '../../contracts/plan';
import { fromTapePages, toTapePages } from '../../contracts/tape-pages';

/** What is known at a step's path: how it ended, what is noted there, and what is below it. */
interface Place {
  ended?: Json;
  /** By the name up to its first dot, then by the rest: a call is forgotten with all that belongs to it. */
  notes: Map<string, Map<string, Json>>;
  below: Map<string, Place>;
}

const emptyPlace = (): Place => ({ notes: new Map(), below: new Map() });

/**
 * What is done, so that the next run of this execution need not do it again. It holds the least that says where the
 * work stands: a finished step has one entry in place of all below it, a long loop has its state in place of its rounds.
 *
 * An id is a step's path, or a path, `:` and a name, such as a call's. A fork begins with the tape of every round there
 * was, so nothing here takes longer the more there is: entries hang below their steps, and whoever forgets says what.
 */
export class Tape {
  private readonly root = emptyPlace();
  private readonly last: (() => void)[] = [];
  /** How often {@link once} needed to do nothing. */
  answered = 0;

  constructor(pages: TapePage[] = []) {
    this.add(pages);
  }

  add(pages: TapePage[]): void {
    for (const [id, value] of fromTapePages(pages)) this.set(id, value);
  }

  get<T>(id: string): T | undefined {
    const { path, name, rest } = split(id);
    const place = this.find(path);
    return (name === undefined ? place?.ended : place?.notes.get(name)?.get(rest)) as T | undefined;
  }

  /** The names of the steps right below this one of which anything is known. */
  namesBelow(path: string): string[] {
    return [...(this.find(path.split('/'))?.below.keys() ?? [])];
  }

  set(id: string, value: unknown): void {
    const { path, name, rest } = split(id);
    let place = this.root;
    for (const segment of path) place = getOrPut(place.below, segment, emptyPlace);
    if (name === undefined) place.ended = value as Json;
    else getOrPut(place.notes, name, () => new Map<string, Json>()).set(rest, value as Json);
  }

  /** Forgets steps, with all that is noted there and below, and names, with all that continues them after a dot. */
  forget(...ids: string[]): void {
    for (const id of ids) {
      const { path, name } = split(id);
      if (name !== undefined) this.find(path)?.notes.delete(name);
      else this.find(path.slice(0, -1))?.below.delete(path.at(-1) ?? '');
    }
  }

  /** Answers from the tape if the id is on it, else does it and keeps the answer, if it is one. */
  async once<T>(id: string, run: () => Promise<T>, isAnswer: (value: T) => boolean = () => true): Promise<T> {
    const known = this.get<T>(id);
    if (known !== undefined) {
      this.answered++;
      return known;
    }
    const value = await run();
    if (isAnswer(value)) this.set(id, value);
    return value;
  }

  /** Has an entry written when the run ends, with what then stands; undefined leaves it out. */
  atEnd(id: string, value: () => unknown): void {
    this.last.push(() => {
      const state = value();
      if (state === undefined) this.forget(id);
      else this.set(id, state);
    });
  }

  entries(): Generator<[id: string, value: Json]> {
    return entriesOf(this.root, '');
  }

  toPages(): TapePage[] {
    for (const write of this.last) write();
    return toTapePages(this.entries());
  }

  private find(path: string[]): Place | undefined {
    let place: Place | undefined = this.root;
    for (const segment of path) place = place?.below.get(segment);
    return place;
  }
}

/** A step's path and, after the `:` of its last segment, the name of something of its own. */
function split(id: string): { path: string[]; name?: string; rest: string } {
  const path = id.split('/');
  const last = path.pop() ?? '';
  const colon = last.indexOf(':');
  if (colon < 0) return { path: [...path, last], rest: '' };
  const dot = last.indexOf('.', colon);
  const end = dot < 0 ? last.length : dot;
  return { path: [...path, last.slice(0, colon)], name: last.slice(colon + 1, end), rest: last.slice(end) };
}

function getOrPut<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function* entriesOf(place: Place, path: string): Generator<[id: string, value: Json]> {
  if (place.ended !== undefined) yield [path, place.ended];
  for (const [name, values] of place.notes) for (const [rest, value] of values) yield [`${path}:${name}${rest}`, value];
  for (const [segment, below] of place.below) yield* entriesOf(below, path === '' ? segment : `${path}/${segment}`);
}
