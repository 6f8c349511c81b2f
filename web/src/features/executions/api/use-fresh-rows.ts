import type { Execution, Page } from '@client';
import { type InfiniteData, type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import type { ExecutionsQuery } from '../model/filter';
import { findGone, findNew, replaceRows } from '../model/fresh-rows';
import { STATUS_GROUPS } from '../model/status-groups';

const REFRESH_MS = 2_000;
const HEAD = 50;
const MOST_OPEN = 200;
/** Of rows that have just ended, so many are read in one go; the rest in the next. */
const MOST_GONE = 50;
const OPEN = STATUS_GROUPS.find(({ id }) => id === 'open')?.statuses ?? [];

type Loaded = InfiniteData<Page<Execution>, string | undefined>;

/**
 * Keeps the loaded rows of a list as they are now, in their places, by a few small requests however long it is; what
 * is new at its beginning is only told, so that nothing moves under the pointer. `insert` puts it there.
 */
export function useFreshRows(filter: ExecutionsQuery, loaded: readonly Execution[], ready: boolean) {
  const queries = useQueryClient();
  const listKey = queryKeys.executionList(filter);
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: [...queryKeys.executions, 'fresh', filter],
    queryFn: async ({ signal }) => {
      const [head, open] = await Promise.all([
        client.executions.list({ ...filter, limit: HEAD }, { signal }),
        client.executions.list({ status: [...OPEN], limit: MOST_OPEN }, { signal }),
      ]);
      const known = new Set(head.items.map(({ id }) => id));
      const gone = findGone(loaded, open).filter((id) => !known.has(id));
      const ended = await Promise.all(gone.slice(0, MOST_GONE).map((id) => client.executions.get(id, { signal })));
      const fresh = new Map([...open.items, ...head.items, ...ended].map((row) => [row.id, row]));
      update(queries, listKey, (pages) => replaceRows(pages, fresh));
      return head.items;
    },
    enabled: ready,
    refetchInterval: REFRESH_MS,
    staleTime: 0,
  });
  const added = findNew(loaded, data ?? []);
  const insert = () => {
    if (added.all)
      update(queries, listKey, ([first, ...rest]) =>
        first === undefined ? [] : [{ ...first, items: [...added.items, ...first.items] }, ...rest],
      );
    else void queries.resetQueries({ queryKey: listKey });
  };
  return { added, insert, error, asOf: dataUpdatedAt };
}

function update(queries: QueryClient, key: readonly unknown[], change: (pages: Page<Execution>[]) => Page<Execution>[]): void {
  queries.setQueryData<Loaded>(key, (current) => {
    if (current === undefined) return current;
    const pages = change(current.pages);
    return pages === current.pages ? current : { ...current, pages };
  });
}
