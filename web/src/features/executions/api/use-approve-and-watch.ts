import type { Approval } from '@client';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useCommand } from '@/lib/use-command';

/** Approves what is asked for, as it is, and goes to the execution that waited for it. */
export function useApproveAndWatch() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useCommand({
    mutationFn: async ({ id, executionId, argumentsHash }: Approval) => {
      await client.approvals.decide(id, { decision: 'approve', ...(argumentsHash !== undefined && { argumentsHash }) });
      await navigate(`/executions/${encodeURIComponent(executionId)}`);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.approvals }),
  });
}
