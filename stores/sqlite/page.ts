import type { Page } from '../../contracts/entities';
import type { PageRequest } from '../../contracts/ports/definition-store';
import { type CursorScope, fromCursor, toCursor } from './cursor';

/**
 * Reads one page. `select` gets the position after which the page begins (null: at the beginning) and how many rows
 * to fetch, one more than the page holds: that one tells whether there is a next page.
 */
export async function readPage<Row, Item>(options: {
  scope: CursorScope;
  page: PageRequest;
  /** Numbers in a position. */
  positionLength: number;
  select(after: number[] | null, limit: number): Promise<Row[]>;
  positionOf(row: Row): number[];
  toItem(row: Row): Item | Promise<Item>;
}): Promise<Page<Item> | 'invalidCursor'> {
  const { scope, page } = options;
  const after = page.cursor === undefined ? null : fromCursor(scope, page.cursor, options.positionLength);
  if (after === null && page.cursor !== undefined) return 'invalidCursor';
  const rows = await options.select(after, page.limit + 1);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const items = await Promise.all(shown.map(options.toItem));
  return rows.length > page.limit && last !== undefined ? { items, nextCursor: toCursor(scope, options.positionOf(last)) } : { items };
}
