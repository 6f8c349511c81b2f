import { hasEnded } from '@client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

const PAGE = 200;
const REFRESH_MS = 3_000;

/** Two executions step by step, page by page; what is short is read again while one of them is open. */
export function useComparison(leftId: string, rightId: string) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.execution(leftId), 'comparison', rightId],
    queryFn: ({ pageParam, signal }) => client.executions.compare(leftId, rightId, { limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state: { data } }) => {
      const [first, ...more] = data?.pages ?? [];
      return first === undefined || more.length > 0 || (hasEnded(first.left.status) && hasEnded(first.right.status)) ? false : REFRESH_MS;
    },
  });
}
