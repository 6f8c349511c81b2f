import { EMPTY_VIEW, foldItems } from '@client';
import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/lib/query-keys';
import { readEvents } from './read-everything';

/** So many events are read to show a moment; one later than that shows only its superstep. */
export const MOST_EVENTS = 10_000;

/** An execution as it stood after the event `seq`; what the feed said up to there. It never changes. */
export function useMoment(id: string, seq: number) {
  return useQuery({
    queryKey: [...queryKeys.execution(id), 'moment', seq],
    queryFn: async ({ signal }) => {
      const events = await readEvents(id, seq, signal);
      return foldItems(
        EMPTY_VIEW,
        events.map((event) => ({ type: 'event' as const, event })),
      );
    },
    enabled: seq <= MOST_EVENTS,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}
