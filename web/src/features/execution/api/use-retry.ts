import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useCommand } from '@/lib/use-command';

/** Runs an execution again from its newest superstep, and goes to the new one. */
export function useRetry(id: string) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useCommand({
    mutationFn: () => client.executions.retry(id),
    onSuccess: async (execution) => {
      await queries.invalidateQueries({ queryKey: queryKeys.lineages });
      await navigate(`/executions/${encodeURIComponent(execution.id)}`);
    },
  });
}
