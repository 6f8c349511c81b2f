import type { Edit, Execution } from '@client';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useCommand } from '@/lib/use-command';

interface Fork {
  superstep: number;
  edits?: Edit[];
}

/** Runs an execution on from a superstep, in a new one, and goes there. `onDone` is called before. */
export function useFork(id: string, onDone?: (execution: Execution) => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useCommand({
    mutationFn: ({ superstep, edits }: Fork) => client.executions.fork(id, superstep, edits === undefined ? {} : { edits }),
    onSuccess: async (execution) => {
      onDone?.(execution);
      await queries.invalidateQueries({ queryKey: queryKeys.lineages });
      await navigate(`/executions/${encodeURIComponent(execution.id)}`);
    },
  });
}
