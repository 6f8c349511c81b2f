import { useInfiniteQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

export function useWorkflows() {
  return useInfiniteQuery({
    queryKey: queryKeys.workflows,
    queryFn: ({ pageParam, signal }) => client.workflows.list({ cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
}
