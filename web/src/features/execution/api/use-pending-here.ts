import type { ExecutionView } from '@client';
import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

const REFRESH_MS = 3_000;

/** The ids of what an execution waits for people for. Of a long one the view may not have them all, so they are `asked` for. */
export function usePendingHere(id: string, { approvals }: Pick<ExecutionView, 'approvals'>, asked: boolean): string[] {
  const { data } = useQuery({
    queryKey: [...queryKeys.approvals, 'pending', id],
    queryFn: ({ signal }) => client.approvals.list({ executionId: id }, { signal }),
    enabled: asked,
    refetchInterval: REFRESH_MS,
  });
  const known = [...approvals.values()];
  const settled = new Set(known.filter(({ state }) => state !== 'pending').map((one) => one.id));
  const pending = [...(data?.items ?? []), ...known.filter(({ state }) => state === 'pending')].map((one) => one.id);
  return [...new Set(pending)].filter((one) => !settled.has(one));
}
