import { useInfiniteQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

const PAGE = 200;
const REFRESH_MS = 2_000;

/** The supersteps, ascending; read again while the execution is `open`. */
export function useCheckpoints(id: string, open: boolean) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.execution(id), 'checkpoints'],
    queryFn: ({ pageParam, signal }) => client.executions.checkpoints(id, { limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: open ? REFRESH_MS : false,
  });
}
