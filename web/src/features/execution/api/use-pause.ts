import type { Execution } from '@client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** Holds an execution before its next call, or lets it go on. */
export function usePause({ id, status }: Execution) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => (status === 'paused' ? client.executions.resume(id) : client.executions.pause(id)),
    onSuccess: (execution) => queries.setQueryData(queryKeys.execution(id), execution),
  });
}
