import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** What a model call was shown, exactly; read when `wanted`. It never changes. */
export function useSeen(executionId: string, callId: string, wanted: boolean) {
  return useQuery({
    queryKey: [...queryKeys.execution(executionId), 'seen', callId],
    queryFn: ({ signal }) => client.executions.messages(executionId, { view: callId }, { signal }),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
