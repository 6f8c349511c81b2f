import type { WorkflowHandle } from '@temporalio/client';

/** The longest payload in the history of an execution's newest run, in bytes. */
export async function longestPayload({ handle }: { handle: WorkflowHandle }): Promise<number> {
  const { events } = await handle.fetchHistory();
  let longest = 0;
  JSON.stringify(events, (_key, value: unknown) => {
    if (value instanceof Uint8Array) longest = Math.max(longest, value.length);
    return value instanceof Uint8Array ? null : value;
  });
  return longest;
}
