import type { Message } from '@client';
import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { pairMessages } from '../model/pair-messages';

/** So many messages of each are compared. */
export const MOST_MESSAGES = 2_000;
const REFRESH_MS = 3_000;

/** Two executions and their messages side by side. */
export function useComparison(leftId: string, rightId: string) {
  return useQuery({
    queryKey: [...queryKeys.execution(leftId), 'comparison', rightId],
    queryFn: async ({ signal }) => {
      const [left, right, leftMessages, rightMessages] = await Promise.all([
        client.executions.get(leftId, { signal }),
        client.executions.get(rightId, { signal }),
        readMessages(leftId, signal),
        readMessages(rightId, signal),
      ]);
      const cut = leftMessages.length >= MOST_MESSAGES || rightMessages.length >= MOST_MESSAGES;
      return { left, right, pairs: pairMessages(leftMessages, rightMessages), cut };
    },
    refetchInterval: ({ state: { data } }) => (data === undefined || (data.left.endedAt && data.right.endedAt) ? false : REFRESH_MS),
  });
}

async function readMessages(id: string, signal: AbortSignal): Promise<Message[]> {
  const messages: Message[] = [];
  for await (const message of client.executions.messages(id, { limit: 200 }, { signal })) {
    messages.push(message);
    if (messages.length >= MOST_MESSAGES) break;
  }
  return messages;
}
