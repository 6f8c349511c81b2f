import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** Asks for an execution's cancel; the feed tells when it has ended. */
export function useCancel(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => client.executions.cancel(id),
    onSuccess: (execution) => queries.setQueryData(queryKeys.execution(id), execution),
  });
}
