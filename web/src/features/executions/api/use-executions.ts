import type { ExecutionStatus } from '@client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

const PAGE = 50;
const REFRESH_MS = 2_000;
/** Each refresh reads all pages that are shown, so the more there are the rarer it is. */
const SLOWER_PER_PAGE_MS = 1_500;

/** The executions that fit a filter, newest first, read again while the page is looked at. */
export function useExecutions(filter: { status: ExecutionStatus[]; workflowId?: string }) {
  return useInfiniteQuery({
    queryKey: queryKeys.executionList(filter),
    queryFn: ({ pageParam, signal }) => client.executions.list({ ...filter, limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => REFRESH_MS + ((query.state.data?.pages.length ?? 1) - 1) * SLOWER_PER_PAGE_MS,
  });
}
