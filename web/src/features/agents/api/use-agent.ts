import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

export function useAgent(id: string) {
  return useQuery({ queryKey: [...queryKeys.agents, id], queryFn: ({ signal }) => client.agents.get(id, { signal }) });
}
