import { useMutation } from '@tanstack/react-query';
import { client } from '@/lib/client';

/** Reads a superstep's checkpoint by its number; null when it has not been closed. */
export function useFindSuperstep(id: string) {
  return useMutation({
    mutationFn: async (superstep: number) => (await client.executions.checkpoints(id, { superstep, limit: 1 })).items[0] ?? null,
  });
}
