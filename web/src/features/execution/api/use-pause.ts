import type { Execution } from '@client';
import { useQueryClient } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useCommand } from '@/lib/use-command';

/** Holds an execution before its next call, or lets it go on. Shown at once, and taken back if it is refused. */
export function usePause({ id, pausedAt }: Execution) {
  const queries = useQueryClient();
  const key = queryKeys.execution(id);
  return useCommand({
    mutationFn: () => (pausedAt === undefined ? client.executions.pause(id) : client.executions.resume(id)),
    onMutate: async () => {
      await queries.cancelQueries({ queryKey: key, exact: true });
      const before = queries.getQueryData<Execution>(key);
      if (before !== undefined) queries.setQueryData(key, toOtherWay(before));
      return { before };
    },
    onSuccess: (execution) => queries.setQueryData(key, execution),
    onError: (_error, _nothing, taken) => queries.setQueryData(key, taken?.before),
  });
}

function toOtherWay({ pausedAt, ...execution }: Execution): Execution {
  if (pausedAt === undefined) return { ...execution, status: 'paused', pausedAt: new Date().toISOString() };
  return { ...execution, status: 'running' };
}
