import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

const MOST = 200;

/** The newest executions, to choose one from. */
export function useChoices() {
  return useQuery({
    queryKey: [...queryKeys.executions, 'choices'],
    queryFn: ({ signal }) => client.executions.list({ limit: MOST }, { signal }),
  });
}
