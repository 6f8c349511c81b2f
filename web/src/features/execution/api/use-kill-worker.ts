import { useMutation } from '@tanstack/react-query';
import { client } from '@/lib/client';
import type { Kill } from '../model/kill-story';

/** Kills the worker; `lastSeq` is what the page knew of the execution at that moment. */
export function useKillWorker() {
  return useMutation({
    mutationFn: async (lastSeq: number): Promise<Kill> => {
      const at = new Date().toISOString();
      const { pid } = await client.development.killWorker();
      return { pid, at, lastSeq };
    },
  });
}
