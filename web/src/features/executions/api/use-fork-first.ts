import { useNavigate } from 'react-router';
import { client } from '@/lib/client';
import { useCommand } from '@/lib/use-command';

/** Forks an execution behind its first superstep, and goes to where the new one runs. */
export function useForkFirst() {
  const navigate = useNavigate();
  return useCommand({
    mutationFn: (id: string) => client.executions.fork(id, 1),
    onSuccess: ({ id }) => navigate(`/executions/${encodeURIComponent(id)}`),
  });
}
