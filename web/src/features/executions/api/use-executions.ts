import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import type { ExecutionsQuery } from '../model/filter';

const PAGE = 100;

export function executionsQuery(filter: ExecutionsQuery) {
  return infiniteQueryOptions({
    queryKey: queryKeys.executionList(filter),
    queryFn: ({ pageParam, signal }) => client.executions.list({ ...filter, limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    // However many pages there are: reading them all again is not how the list stays fresh.
    refetchOnWindowFocus: false,
    staleTime: 30_000,
  });
}

/** The executions that fit a filter, newest first, page by page. What changes in them comes by `useFreshRows`. */
export function useExecutions(filter: ExecutionsQuery) {
  return useInfiniteQuery({ ...executionsQuery(filter), placeholderData: keepPreviousData });
}
