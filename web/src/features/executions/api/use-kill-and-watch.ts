import { useMutation } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { client } from '@/lib/client';

/** Kills the worker and goes to an execution that it was at work on. */
export function useKillAndWatch() {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async (executionId: string) => {
      await client.development.killWorker();
      await navigate(`/executions/${encodeURIComponent(executionId)}`);
    },
  });
}
