import { type Execution, hasEnded, type Page } from '@client';

/** The pages with newer rows in the place of known ones; the same object when nothing has changed. */
export function replaceRows(pages: Page<Execution>[], fresh: ReadonlyMap<string, Execution>): Page<Execution>[] {
  let changed = false;
  const replaced = pages.map((page) => {
    if (!page.items.some((row) => isNewer(row, fresh.get(row.id)))) return page;
    changed = true;
    return { ...page, items: page.items.map((row) => (isNewer(row, fresh.get(row.id)) ? (fresh.get(row.id) ?? row) : row)) };
  });
  return changed ? replaced : pages;
}

function isNewer(row: Execution, fresh: Execution | undefined): boolean {
  return fresh !== undefined && fresh !== row && !hasEnded(row.status) && toState(fresh) !== toState(row);
}

function toState({ status, usage, cancelRequestedAt }: Execution): string {
  return JSON.stringify([status, usage, cancelRequestedAt]);
}

/** The rows at the list's beginning that are not among the loaded ones; `all` is false when there may be more of them. */
export function findNew(loaded: readonly Execution[], head: readonly Execution[]): { items: Execution[]; all: boolean } {
  const first = loaded[0];
  if (first === undefined) return { items: [...head], all: true };
  const known = new Set(loaded.slice(0, head.length).map(({ id }) => id));
  const items = head.filter(({ id, startedAt }) => !known.has(id) && startedAt >= first.startedAt);
  return { items, all: items.length < head.length };
}

/** Open rows that a list of open ones does not have any more; where that list is cut off nobody knows, so those stay. */
export function findGone(loaded: readonly Execution[], open: Page<Execution>): string[] {
  const stillOpen = new Set(open.items.map(({ id }) => id));
  const oldest = open.nextCursor === undefined ? '' : (open.items.at(-1)?.startedAt ?? '');
  return loaded.filter(({ id, status, startedAt }) => !hasEnded(status) && !stillOpen.has(id) && startedAt > oldest).map(({ id }) => id);
}
