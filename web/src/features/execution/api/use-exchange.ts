import type { Attempt } from '@client';
import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** What an attempt sent and got, in its provider's protocol; read when `wanted`, and again when it has ended. */
export function useExchange(id: string, { callId, attempt, status }: Attempt, wanted: boolean) {
  return useQuery({
    queryKey: [...queryKeys.execution(id), 'exchange', callId, attempt, status],
    queryFn: ({ signal }) => client.executions.exchange(id, { callId, attempt }, { signal }),
    enabled: wanted,
    placeholderData: (previous) => previous,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
