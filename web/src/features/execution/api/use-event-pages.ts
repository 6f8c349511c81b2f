import type { FeedEvent } from '@client';
import { useQueries } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { PAGE } from '../model/feed-blocks';

/** How often a page is read again that the feed has grown beyond. */
const BEHIND_MS = 250;

/** Pages of the feed (from 0), as far as they have been read: a feed is dense, so any part of it can be read alone. */
export function useFeedPages(id: string, pages: readonly number[], lastSeq: number) {
  return useQueries({
    queries: pages.map((page) => {
      const end = Math.min((page + 1) * PAGE, lastSeq);
      return {
        queryKey: [...queryKeys.execution(id), 'events', page],
        queryFn: async ({ signal }: { signal: AbortSignal }) =>
          (await client.executions.events(id, { after: page * PAGE, limit: PAGE }, { signal })).items,
        // Events are never changed; only a page that is not full gets more.
        staleTime: Number.POSITIVE_INFINITY,
        refetchInterval: (query: { state: { data: readonly FeedEvent[] | undefined } }) =>
          (query.state.data?.at(-1)?.seq ?? end) < end ? BEHIND_MS : (false as const),
      };
    }),
    combine: (results) => ({
      pages: new Map<number, readonly FeedEvent[]>(
        results.flatMap(({ data }, index) => (data === undefined ? [] : [[pages[index] ?? 0, data]])),
      ),
      error: results.find(({ error }) => error !== null)?.error ?? null,
    }),
  });
}

/** The events with these numbers, as far as they have been read. */
export function useEventPages(id: string, seqs: readonly number[], lastSeq: number) {
  const { pages, error } = useFeedPages(id, [...new Set(seqs.map((seq) => Math.floor((seq - 1) / PAGE)))], lastSeq);
  return { events: new Map([...pages.values()].flatMap((events) => events.map((event) => [event.seq, event] as const))), error };
}
