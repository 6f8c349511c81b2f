import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useCommand } from '@/lib/use-command';

export function useAgent(id: string | undefined) {
  return useQuery({
    queryKey: queryKeys.agent(id ?? ''),
    queryFn: ({ signal }) => client.agents.get(id ?? '', { signal }),
    enabled: id !== undefined,
  });
}

/** Newest first; also of one that was deleted. */
export function useAgentRevisions(id: string | undefined) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.agent(id ?? ''), 'revisions'],
    queryFn: ({ pageParam, signal }) => client.agents.revisions(id ?? '', { cursor: pageParam }, { signal }),
    enabled: id !== undefined,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function useDeleteAgent() {
  return useCommand({
    mutationFn: ({ id, revision }: { id: string; revision: number }) => client.agents.delete(id, { ifMatch: revision }),
  });
}
