import { useQuery } from '@tanstack/react-query';
import { client } from './client';
import { queryKeys } from './query-keys';

/** The models of every provider. */
export function useModels() {
  return (
    useQuery({ queryKey: queryKeys.models, queryFn: ({ signal }) => client.models.list({ signal }), staleTime: 60_000 }).data?.items ?? []
  );
}
