import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

export function useWorkflow(id: string) {
  return useQuery({ queryKey: queryKeys.workflow(id), queryFn: ({ signal }) => client.workflows.get(id, { signal }) });
}
