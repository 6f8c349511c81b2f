import { useMutationState } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useCommand } from '@/lib/use-command';
import type { Said } from '../model/unheard';

const KEPT_MS = 24 * 60 * 60 * 1000;

/** One message into a chat. */
export interface Saying extends Said {
  /** The chat's. */
  stepPath: string;
}

/** Says something in a running chat. It is safe when the call resolves, and read before the chat's next round. */
export function useSay(executionId: string) {
  return useCommand({
    mutationKey: toKey(executionId),
    mutationFn: ({ text, as, stepPath }: Saying) => client.executions.sendMessage(executionId, { text, as, stepPath }),
    // Until the chat has taken it in the page shows it from here.
    gcTime: KEPT_MS,
  });
}

/** What was said from this page: on its way, or accepted. What was refused is not among it. */
export function useSaid(executionId: string): (Saying & { accepted: boolean })[] {
  return useMutationState({
    filters: { mutationKey: toKey(executionId), predicate: ({ state }) => state.status !== 'error' },
    select: ({ state }) => ({ ...(state.variables as Saying), accepted: state.status === 'success' }),
  });
}

function toKey(executionId: string) {
  return [...queryKeys.execution(executionId), 'say'];
}
