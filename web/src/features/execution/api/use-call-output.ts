import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** What a call answered, whole, where the page has not read the part of the feed that tells it. It never changes. */
export function useCallOutput(id: string, callId: string, wanted: boolean) {
  return useQuery({
    queryKey: [...queryKeys.execution(id), 'output', callId],
    queryFn: ({ signal }) => client.executions.output(id, callId, { signal }),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
