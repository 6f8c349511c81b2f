import type { ApprovalStatus } from '@client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

const REFRESH_MS = 3_000;

/** Approvals in these states, newest first. */
export function useApprovals(status: readonly ApprovalStatus[]) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.approvals, 'list', status],
    queryFn: ({ pageParam, signal }) => client.approvals.list({ status: [...status], cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}
