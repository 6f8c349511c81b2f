import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** Names of agents by id, for steps that name an agent by its id. */
export function useAgentNames(): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: queryKeys.agents,
    queryFn: ({ signal }) => client.agents.list({ limit: 200 }, { signal }),
    select: ({ items }) => new Map(items.map(({ id, name }) => [id, name])),
  });
  return data ?? NONE;
}

const NONE: ReadonlyMap<string, string> = new Map();
