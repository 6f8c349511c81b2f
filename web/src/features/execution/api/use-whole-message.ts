import type { Message } from '@client';
import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** The whole text of a message whose beginning the feed carried; read when `wanted`. */
export function useWholeMessage(executionId: string, message: Message, wanted: boolean) {
  return useQuery({
    queryKey: [...queryKeys.execution(executionId), 'message', message.id],
    queryFn: ({ signal }) => findMessage(executionId, message, signal),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A message of a thread, whole. */
export async function findMessage(
  executionId: string,
  { id, thread }: Pick<Message, 'id' | 'thread'>,
  signal: AbortSignal,
): Promise<Message> {
  let cursor: string | undefined;
  do {
    const page = await client.executions.messages(executionId, { thread, cursor, limit: 200 }, { signal });
    const found = page.items.find((message) => message.id === id);
    if (found !== undefined) return found;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  throw new Error('The message is not there any more; load the page again');
}
