import type { Json } from '@client';
import { useQueryClient } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useCommand } from '@/lib/use-command';

/** Starts an execution of a workflow and gives its id. */
export function useExecute(workflowId: string) {
  const queries = useQueryClient();
  return useCommand({
    mutationFn: async (input: Json | undefined) => (await client.workflows.execute(workflowId, input)).executionId,
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.executions }),
  });
}
