import { useInfiniteQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

const REFRESH_MS = 2_000;
const PAGE = 200;

/** Every attempt of every call, in the order in which they began; read again while the execution is `open`. */
export function useAttempts(id: string, open: boolean) {
  return useInfiniteQuery({
    queryKey: queryKeys.attempts(id),
    queryFn: ({ pageParam, signal }) => client.executions.attempts(id, { limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: open ? REFRESH_MS : false,
  });
}
