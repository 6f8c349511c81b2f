import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** The tools that an agent can be given. */
export function useTools() {
  return (
    useQuery({ queryKey: queryKeys.tools, queryFn: ({ signal }) => client.tools.list({ signal }), staleTime: 60_000 }).data?.items ?? []
  );
}

/** The models of every provider. */
export function useModels() {
  return (
    useQuery({ queryKey: queryKeys.models, queryFn: ({ signal }) => client.models.list({ signal }), staleTime: 60_000 }).data?.items ?? []
  );
}
