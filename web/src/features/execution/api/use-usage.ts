import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

const REFRESH_MS = 3_000;

/** What each agent has used with each model; read again while the execution is `open`. */
export function useUsage(id: string, open: boolean) {
  return useQuery({
    queryKey: [...queryKeys.usage(id), open],
    queryFn: ({ signal }) => client.executions.usage(id, { signal }),
    placeholderData: (previous) => previous,
    refetchInterval: open ? REFRESH_MS : false,
  });
}
