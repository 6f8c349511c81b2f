import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** The workflows that a filter can choose: the newest 200. */
export function useWorkflowNames() {
  return useQuery({
    queryKey: [...queryKeys.workflows, 'names'],
    queryFn: ({ signal }) => client.workflows.list({ limit: 200 }, { signal }),
    select: ({ items }) => items.map(({ id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name)),
    staleTime: 30_000,
  }).data;
}
