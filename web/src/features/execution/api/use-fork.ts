import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** Runs an execution on from a superstep, in a new one, and goes there. */
export function useFork(id: string) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (superstep: number) => client.executions.fork(id, superstep),
    onSuccess: async (execution) => {
      await queries.invalidateQueries({ queryKey: queryKeys.lineages });
      await navigate(`/executions/${encodeURIComponent(execution.id)}`);
    },
  });
}
