import type { Execution } from '@client';
import { useQueryClient } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useCommand } from '@/lib/use-command';
import { type BulkCommand, runBulk, toTargets } from '../model/bulk';

/** Cancels or retries several executions; tells of each that could not be. */
export function useBulk() {
  const queries = useQueryClient();
  return useCommand({
    mutationFn: ({ command, chosen }: { command: BulkCommand; chosen: readonly Execution[] }) =>
      runBulk(command, toTargets(command, chosen), ({ id }) =>
        command === 'cancel' ? client.executions.cancel(id) : client.executions.retry(id),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: [...queryKeys.executions, 'fresh'] }),
  });
}
