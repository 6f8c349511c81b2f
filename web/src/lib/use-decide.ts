import type { Decision } from '@client';
import { useQueryClient } from '@tanstack/react-query';
import { client } from './client';
import { queryKeys } from './query-keys';
import { useCommand } from './use-command';

/** Decides an approval; whoever was first has decided, and the answer says who. */
export function useDecide(id: string) {
  const queries = useQueryClient();
  return useCommand({
    mutationFn: (decision: Decision) => client.approvals.decide(id, decision),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.approvals }),
  });
}
