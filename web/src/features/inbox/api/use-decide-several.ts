import type { Approval } from '@client';
import { useQueryClient } from '@tanstack/react-query';
import { toDecisionBody } from '@/components/approval/decision-body';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useCommand } from '@/lib/use-command';

interface SameDecision {
  approvals: readonly Approval[];
  decision: 'approve' | 'reject';
  comment: string;
}

/** Approves or rejects several as they are; tells of each that somebody else had decided, or that asks for more. */
export function useDecideSeveral() {
  const queries = useQueryClient();
  return useCommand({
    mutationFn: async ({ approvals, decision, comment }: SameDecision) => {
      const results = await Promise.allSettled(
        approvals.map((approval) => client.approvals.decide(approval.id, toDecisionBody(approval, decision, { comment, result: '' }))),
      );
      const failures = results.flatMap((result, index) =>
        result.status === 'rejected' ? [{ name: approvals[index]?.name ?? '', message: toMessage(result.reason) }] : [],
      );
      return { done: results.length - failures.length, failures };
    },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.approvals }),
  });
}

function toMessage(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
