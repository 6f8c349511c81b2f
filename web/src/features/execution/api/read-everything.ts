import { client } from '@/lib/client';

const PAGE = 200;
const EVENTS = 1_000;

/** All that the API has of an execution, for an export. */
export async function readEverything(id: string) {
  const [execution, messages, attempts, checkpoints, events] = await Promise.all([
    client.executions.get(id),
    collect(client.executions.messages(id, { limit: PAGE })),
    collect(client.executions.attempts(id, { limit: PAGE })),
    collect(client.executions.checkpoints(id, { limit: PAGE })),
    readEvents(id),
  ]);
  return { execution, messages, attempts, checkpoints, events };
}

/** All items of a list, or the first `most` of them. */
export async function collect<T>(list: AsyncIterable<T>, most = Number.POSITIVE_INFINITY): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) {
    if (items.length >= most) break;
    items.push(item);
  }
  return items;
}

/** All events behind `after` up to `end`; those of a feed have numbers without a gap. */
export async function readEvents(id: string, end = Number.POSITIVE_INFINITY, signal?: AbortSignal, after = 0) {
  const items = [];
  for (;;) {
    const at = after + items.length;
    if (at >= end) return items;
    const page = await client.executions.events(id, { after: at, limit: Math.min(EVENTS, end - at) }, { signal });
    items.push(...page.items);
    if (after + items.length >= page.lastSeq || page.items.length === 0) return items;
  }
}
