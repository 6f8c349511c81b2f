import type { StepComparison } from '@client';
import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import type { Side } from '../model/differences';

/** Both texts of a step, whole: the comparison has only the beginnings of long ones. Read when called. */
export function useWholeTexts({ left, right, stepPath }: StepComparison, ids: Record<Side, string>) {
  return useQuery({
    queryKey: [...queryKeys.execution(ids.left), 'wholeTexts', ids.right, stepPath, left?.callId, right?.callId],
    queryFn: async ({ signal }) => {
      const read = async (step: StepComparison[Side], id: string) => {
        if (step?.truncated !== true || step.callId === undefined) return step?.text ?? '';
        return (await client.executions.output(id, step.callId, { signal })).text;
      };
      const [before, after] = await Promise.all([read(left, ids.left), read(right, ids.right)]);
      return { before, after };
    },
    gcTime: 30_000,
  });
}
