import type { Client, Json } from '@client';

/** What `client.executions.sendEvent` takes. */
export type EventBody = Parameters<Client['executions']['sendEvent']>[1];

/** What somebody has written for an event; empty: none. */
export interface EventDraft {
  text: string;
  /** JSON. */
  payload: string;
}

/** The event to send, or what is wrong with the payload. */
export function toEventBody(name: string, { text, payload }: EventDraft): { body: EventBody } | { problem: string } {
  const parts = { name, ...(text.trim() !== '' && { text }) };
  if (payload.trim() === '') return { body: parts };
  try {
    return { body: { ...parts, payload: JSON.parse(payload) as Json } };
  } catch (error) {
    return { problem: `This is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
