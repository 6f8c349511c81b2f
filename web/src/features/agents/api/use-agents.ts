import { useInfiniteQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

export function useAgents() {
  return useInfiniteQuery({
    queryKey: queryKeys.agentList,
    queryFn: ({ pageParam, signal }) => client.agents.list({ cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
}
