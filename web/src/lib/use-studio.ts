import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from './client';
import { queryKeys } from './query-keys';

export const studioQuery = queryOptions({
  queryKey: queryKeys.studio,
  queryFn: ({ signal }) => client.studio({ signal }),
  staleTime: 60_000,
});

/** What this installation is; it changes only with a restart. */
export function useStudio() {
  return useQuery(studioQuery).data;
}

/** True when texts come from the scripted model and not from a real one. */
export function isScripted(model: string): boolean {
  return model.startsWith('scripted/');
}
