import { useQuery } from '@tanstack/react-query';
import { client } from './client';
import { queryKeys } from './query-keys';

/** The tools that an agent can be given. */
export function useTools() {
  return useQuery({ queryKey: queryKeys.tools, queryFn: ({ signal }) => client.tools.list({ signal }), staleTime: 60_000 });
}
