import type { Approval } from '../../client';

/** What the API has said that it has, for the checker: it must be there at the end. */
export interface Accepted {
  /** Decisions, by approval, as the answer of the API had them. */
  decisions: Map<string, Approval>;
  /** Messages into a chat, by the text, which is said once. */
  messages: Map<string, AcceptedMessage>;
  /** Events, by the text. */
  events: Map<string, { executionId: string }>;
}

export interface AcceptedMessage {
  executionId: string;
  /** The chat's. */
  stepPath: string;
  /** The letter's. */
  id: string;
}

export function createAccepted(): Accepted {
  return { decisions: new Map(), messages: new Map(), events: new Map() };
}
