import { EMPTY_VIEW, type ExecutionView, foldItems } from '@client';
import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

const REFRESH_MS = 2_000;
const MOST = 1_000;

/** What the feed tells of one call, wherever in it that is; read when `wanted`, and again until it has the answer or the execution is not `open`. */
export function useCallView(id: string, callId: string, wanted: boolean, open: boolean) {
  return useQuery({
    queryKey: [...queryKeys.execution(id), 'call', callId],
    queryFn: async ({ signal }): Promise<ExecutionView> => {
      const { items } = await client.executions.events(id, { callId, limit: MOST }, { signal });
      return foldItems(
        EMPTY_VIEW,
        items.map((event) => ({ type: 'event', event }) as const),
      );
    },
    enabled: wanted,
    refetchInterval: ({ state }) => (open && !isAnswered(state.data) ? REFRESH_MS : false),
  });
}

function isAnswered(view: ExecutionView | undefined): boolean {
  if (view === undefined) return false;
  return view.answered.size > 0 || [...view.toolCalls.values()].some(({ state }) => state === 'completed' || state === 'failed');
}
