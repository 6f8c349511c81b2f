import type { Attempt } from '@client';
import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

const REFRESH_MS = 2_000;
const MOST = 200;

/** Every attempt of one call, however many calls there are; `known` until they have been read. */
export function useCallAttempts(id: string, callId: string, open: boolean, known: readonly Attempt[]) {
  return useQuery({
    queryKey: [...queryKeys.attempts(id), callId, open],
    queryFn: async ({ signal }) => (await client.executions.attempts(id, { callId, limit: MOST }, { signal })).items,
    placeholderData: () => known.filter((attempt) => attempt.callId === callId),
    refetchInterval: open ? REFRESH_MS : false,
  });
}
