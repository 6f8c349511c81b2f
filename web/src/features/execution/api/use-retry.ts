import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** Runs an execution again from its newest superstep, and goes to the new one. */
export function useRetry(id: string) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => client.executions.retry(id),
    onSuccess: async (execution) => {
      await queries.invalidateQueries({ queryKey: queryKeys.lineages });
      await navigate(`/executions/${encodeURIComponent(execution.id)}`);
    },
  });
}
