import { LIMIT } from '../../../contracts/constants';
import type { BlobStore } from '../../../contracts/ports/blob-store';
import type { NewMessage } from '../../../contracts/ports/thread-store';
import { cutBytes } from '../../cut-bytes';
import type { SqliteDatabase } from '../open-database';
import type { ExecutionRow } from './execution-rows';
import type { FeedWriter } from './feed-writer';
import { putLongJson } from './stored-text';

/** A message that is ready for a transaction: a long text is in the blob store already, and its head is here. */
interface PreparedMessage extends PreparedText {
  message: NewMessage;
}

export interface PreparedText {
  /** JSON of the text, or of the part of it that a feed event shows. */
  text: string;
  blob: string | null;
}

/** Brings a long text to the blob store. */
export async function prepareText(blobs: BlobStore, executionId: string, text: string): Promise<PreparedText> {
  const whole = JSON.stringify(text);
  const blob = await putLongJson(blobs, executionId, whole);
  return { blob, text: blob === null ? whole : JSON.stringify(cutBytes(text, LIMIT.eventMessageText).text) };
}

/** Brings long texts to the blob store. */
export async function prepareMessages(blobs: BlobStore, executionId: string, messages: NewMessage[]): Promise<PreparedMessage[]> {
  return Promise.all(messages.map(async (message) => ({ message, ...(await prepareText(blobs, executionId, message.text)) })));
}

/** Appends to threads, inside a write transaction; each message is an event too. */
export function createMessageWriter(database: SqliteDatabase, feed: FeedWriter) {
  const insert = database.statement(
    'INSERT INTO messages (execution, thread, "index", seq, at, body, text, textBlob) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );

  return {
    /** Each message once by thread and index. */
    append(row: ExecutionRow, prepared: PreparedMessage[], stepPath: string, at: string): void {
      for (const { message, text, blob } of prepared) {
        const { thread, index, text: _, ...body } = message;
        const event = { type: 'messageAdded', of: toMessageId(thread, index), at, body: { stepPath }, message: { thread, index } } as const;
        const seq = feed.append(row, event);
        if (seq !== null) insert.run([row.key, thread, index, seq, at, JSON.stringify(body), text, blob]);
      }
    },
  };
}

/** A message's id: the same for every write of it. */
export function toMessageId(thread: string, index: number): string {
  return `${thread}/${index}`;
}
