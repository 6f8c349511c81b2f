import { Problem } from '../../contracts/problem';

/** What a store found; throws `not_found` for a miss. `what` is for people, for instance `agent`. */
export function found<T>(value: T | null, what: string): T {
  if (value === null) throw new Problem('not_found', `There is no such ${what} here; check the id`);
  return value;
}

/** A page that a store returned; throws `invalid_cursor`. */
export function pageOf<T>(page: T | 'invalidCursor'): T {
  if (page === 'invalidCursor') throw new Problem('invalid_cursor', 'Begin again without a cursor');
  return page;
}
