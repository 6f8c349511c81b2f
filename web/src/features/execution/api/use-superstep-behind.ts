import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** The superstep behind a step, or a turn of a chat, wherever in a long execution that is; null while there is none. Read when `wanted`. */
export function useSuperstepBehind(id: string, stepPath: string, wanted: boolean) {
  return useQuery({
    queryKey: [...queryKeys.execution(id), 'checkpoint behind', stepPath],
    queryFn: async ({ signal }) => {
      const { items } = await client.executions.checkpoints(id, { stepPath, limit: 1 }, { signal });
      return items[0]?.superstep ?? null;
    },
    enabled: wanted,
  });
}
