import { z } from 'zod';

/** Tokens of everything that a call is sent: instructions, tools and messages. */
const maxTokens = z.int().min(1).max(10_000_000).optional();

/** Messages as they are seen; one that asks for tools and the tools' answers count as one. */
const messages = z.int().min(1).max(10_000);

/** How much of its thread an agent is shown. */
export const view = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('full'), maxTokens }),
  /** The first message and the newest ones. */
  z.strictObject({ type: z.literal('window'), last: messages, maxTokens }),
  /** The first message, a summary of older ones, and the newest ones. */
  z.strictObject({
    type: z.literal('summary'),
    keep: messages,
    maxTokens,
    /** What a summary must keep, in words for the model. */
    instructions: z.string().max(4_000).optional(),
  }),
]);

export type View = z.infer<typeof view>;

/**
 * What a model call was shown of its thread. It is recorded with the call's first attempt, so that every later attempt
 * is shown the same and everybody can read what it was.
 */
export interface CallView {
  thread: string;
  /** Exclusive: the thread as long as it was then, the message that opened the turn included. */
  upTo: number;
  /** Through whose eyes: others' messages are user messages that begin with their id. Null: its own thread. */
  reader: string | null;
  /** Id of the agent in the plan, and the revision whose instructions were the system prompt; if none, they are here. */
  agent: string;
  revision?: number;
  instructions?: string;
  /** Absent: all was shown. Else the first `head` messages of the thread, then those from `from` on. */
  cut?: { head: number; from: number };
  /** Shown after the head, in place of what is left out: so many characters of this message. */
  summary?: { thread: string; index: number; length: number };
  /** What was shown is a request to summarize messages; of each so many characters. */
  summarizes?: { from: number; upTo: number; longest: number };
  /** Shown at the end, and in no thread. */
  added?: { role: 'user' | 'assistant'; text: string }[];
  /** What it counted to, by our count; only where there is a limit. */
  tokens?: number;
}
