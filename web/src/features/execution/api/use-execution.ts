import { hasEnded } from '@client';
import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

const REFRESH_MS = 2_000;

/** The execution's row: what the feed does not say (name, input, usage between supersteps, a cancel that was asked for). */
export function useExecution(id: string) {
  return useQuery({
    queryKey: queryKeys.execution(id),
    queryFn: ({ signal }) => client.executions.get(id, { signal }),
    refetchInterval: (query) => (query.state.data !== undefined && hasEnded(query.state.data.status) ? false : REFRESH_MS),
  });
}
