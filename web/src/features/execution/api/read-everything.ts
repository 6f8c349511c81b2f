import type { Page } from '@client';
import { client } from '@/lib/client';

const PAGE = 200;
const EVENTS = 1_000;

/** All that the API has of an execution, for an export. */
export async function readEverything(id: string) {
  const [execution, messages, attempts, checkpoints, events] = await Promise.all([
    client.executions.get(id),
    readAll((cursor) => client.executions.messages(id, { cursor, limit: PAGE })),
    readAll((cursor) => client.executions.attempts(id, { cursor, limit: PAGE })),
    readAll((cursor) => client.executions.checkpoints(id, { cursor, limit: PAGE })),
    readEvents(id),
  ]);
  return { execution, messages, attempts, checkpoints, events };
}

async function readAll<T>(read: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}

async function readEvents(id: string) {
  const items = [];
  for (;;) {
    const page = await client.executions.events(id, { after: items.length, limit: EVENTS });
    items.push(...page.items);
    if (items.length >= page.lastSeq || page.items.length === 0) return items;
  }
}
