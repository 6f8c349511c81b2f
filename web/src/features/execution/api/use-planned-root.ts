import type { Execution, Step } from '@client';
import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** The steps of the revision that an execution runs; null while unknown, and for a single agent's, which has none. */
export function usePlannedRoot(execution: Execution): Step | null {
  const { workflowId, workflowRevision } = execution;
  const { data } = useQuery({
    queryKey: [...queryKeys.workflow(workflowId ?? ''), 'revision', workflowRevision],
    queryFn: ({ signal }) => client.workflows.revision(workflowId ?? '', workflowRevision ?? 0, { signal }),
    enabled: workflowId !== null && workflowRevision !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.root ?? null;
}
