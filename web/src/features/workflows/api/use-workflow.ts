import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useCommand } from '@/lib/use-command';

export function useWorkflow(id: string | undefined) {
  return useQuery({
    queryKey: queryKeys.workflow(id ?? ''),
    queryFn: ({ signal }) => client.workflows.get(id ?? '', { signal }),
    enabled: id !== undefined,
  });
}

/** Newest first; also of one that was deleted. */
export function useWorkflowRevisions(id: string | undefined) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.workflow(id ?? ''), 'revisions'],
    queryFn: ({ pageParam, signal }) => client.workflows.revisions(id ?? '', { cursor: pageParam }, { signal }),
    enabled: id !== undefined,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function useDeleteWorkflow() {
  return useCommand({
    mutationFn: ({ id, revision }: { id: string; revision: number }) => client.workflows.delete(id, { ifMatch: revision }),
  });
}
