import type { Execution, Step } from '@client';
import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** The steps of the workflow that an execution runs; null while unknown, or when the workflow has changed since. */
export function usePlannedRoot(execution: Execution | undefined): Step | null {
  const workflowId = execution?.workflowId ?? null;
  const { data } = useQuery({
    queryKey: queryKeys.workflow(workflowId ?? ''),
    queryFn: ({ signal }) => client.workflows.get(workflowId ?? '', { signal }),
    enabled: workflowId !== null,
    staleTime: 60_000,
  });
  return data !== undefined && data.revision === execution?.workflowRevision ? data.root : null;
}
