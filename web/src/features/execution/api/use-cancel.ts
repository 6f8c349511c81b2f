import { useQueryClient } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useCommand } from '@/lib/use-command';

/** Asks for an execution's cancel; the feed tells when it has ended. */
export function useCancel(id: string) {
  const queries = useQueryClient();
  return useCommand({
    mutationFn: () => client.executions.cancel(id),
    onSuccess: (execution) => queries.setQueryData(queryKeys.execution(id), execution),
  });
}
