import type { Attempt, Client, Execution, FeedEvent, Message, Page } from '../../client';

/** All that the API tells of an execution. */
export interface ReadExecution {
  execution: Execution;
  events: FeedEvent[];
  messages: Message[];
  attempts: Attempt[];
}

export async function readExecution(client: Client, id: string): Promise<ReadExecution> {
  return {
    events: await readEvents(client, id),
    messages: await readPages((cursor) => client.executions.messages(id, { limit: 200, cursor })),
    attempts: await readPages((cursor) => client.executions.attempts(id, { limit: 200, cursor })),
    execution: await client.executions.get(id),
  };
}

/** The feed as it is now, however long. */
export async function readEvents(client: Client, id: string): Promise<FeedEvent[]> {
  const events: FeedEvent[] = [];
  for (;;) {
    const { items, lastSeq } = await client.executions.events(id, { after: events.at(-1)?.seq ?? 0, limit: 1_000 });
    events.push(...items);
    if (items.length === 0 || events.at(-1)?.seq === lastSeq) return events;
  }
}

export async function readPages<T>(read: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}

/** What was said, by whom and where, with all ids; the same for two executions that went the same way, whichever processes ran them. */
export function toTranscript(messages: Message[]): string[] {
  return messages.map(({ id, thread, index, role, callId, text }) => `${id} ${thread} ${index} ${callId ?? '-'} ${role}: ${text}`);
}
