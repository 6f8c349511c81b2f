import type { Message, Page, ToolCallRequest } from '../entities';
import type { PageRequest } from './definition-store';

/**
 * The conversations of each execution. A message is written with the attempt that it is for, or with the answer that it
 * is. Part of the execution store and under its rules.
 */
export interface ThreadStore {
  /** Ascending, whole texts, `from` inclusive, `upTo` exclusive. */
  readThread(organizationId: string, executionId: string, thread: string, range: { from: number; upTo: number }): Promise<Message[]>;
  /** The newest message of a thread; null when it has none. */
  getLastMessage(organizationId: string, executionId: string, thread: string): Promise<Message | null>;
  /** All threads by `seq`, or one by `index`; ascending, whole texts. */
  listMessages(
    organizationId: string,
    executionId: string,
    thread: string | undefined,
    page: PageRequest,
  ): Promise<Page<Message> | 'invalidCursor'>;
}

/** A message before it has a place in the feed. `thread` and `index` are its identity. */
export interface NewMessage {
  thread: string;
  index: number;
  role: 'user' | 'assistant' | 'tool';
  agent?: string;
  text: string;
  toolCalls?: ToolCallRequest[];
  toolCallId?: string;
  callId?: string;
  model?: string;
  summaryOf?: Message['summaryOf'];
}
