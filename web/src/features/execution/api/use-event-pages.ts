import type { FeedEvent } from '@client';
import { useQueries } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

const PAGE = 100;

/** The events with these numbers, as far as they have been read: a feed is dense, so any part of it can be read alone. */
export function useEventPages(id: string, seqs: readonly number[], lastSeq: number) {
  const pages = [...new Set(seqs.map((seq) => Math.floor((seq - 1) / PAGE)))];
  return useQueries({
    queries: pages.map((page) => {
      const end = Math.min((page + 1) * PAGE, lastSeq);
      return {
        queryKey: [...queryKeys.execution(id), 'events', page, end],
        queryFn: ({ signal }: { signal: AbortSignal }) => client.executions.events(id, { after: page * PAGE, limit: PAGE }, { signal }),
        // Events are never changed; a page that is not full has another key when there is more.
        staleTime: Number.POSITIVE_INFINITY,
      };
    }),
    combine: (results) => ({
      events: new Map<number, FeedEvent>(results.flatMap(({ data }) => (data?.items ?? []).map((event) => [event.seq, event]))),
      error: results.find(({ error }) => error !== null)?.error ?? null,
    }),
  });
}
