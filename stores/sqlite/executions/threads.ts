import type { Message } from '../../../contracts/entities';
import type { ThreadStore } from '../../../contracts/ports/thread-store';
import { readPage } from '../page';
import { toMessageId } from './message-writer';
import type { Parts } from './parts';
import { getJson } from './stored-text';

export interface MessageRow {
  thread: string;
  index: number;
  seq: number;
  at: string;
  body: string;
  text: string;
  textBlob: string | null;
}

/** Threads, with whole texts. */
export function createThreads({ database, blobs, readOf }: Parts): ThreadStore {
  const MESSAGES = 'SELECT thread, "index", seq, at, body, text, textBlob FROM messages WHERE execution = ?';
  const range = database.statement<MessageRow>(`${MESSAGES} AND thread = ? AND "index" >= ? AND "index" < ? ORDER BY "index"`);
  const ofThread = database.statement<MessageRow>(`${MESSAGES} AND thread = ? AND "index" > ? ORDER BY "index" LIMIT ?`);
  const lastOfThread = database.statement<MessageRow>(`${MESSAGES} AND thread = ? ORDER BY "index" DESC LIMIT 1`);
  // CROSS JOIN: the events lead, in their order.
  const bySeq = database.statement<MessageRow>(
    `SELECT m.thread, m."index", m.seq, m.at, m.body, m.text, m.textBlob FROM events e CROSS JOIN messages m
     ON m.execution = e.execution AND m.thread = e.thread AND m."index" = e."index"
     WHERE e.execution = ? AND e.seq > ? AND e.type = 'messageAdded' ORDER BY e.seq LIMIT ?`,
  );

  const toMessage = async (row: MessageRow): Promise<Message> =>
    toMessageEntity(row, (await getJson(blobs, row.text, row.textBlob)) as string);

  return {
    async readThread(organizationId, executionId, thread, { from, upTo }) {
      const rows = await readOf(organizationId, executionId, ({ key }) => range.all([key, thread, from, upTo]));
      return Promise.all((rows ?? []).map(toMessage));
    },

    async getLastMessage(organizationId, executionId, thread) {
      const row = await readOf(organizationId, executionId, ({ key }) => lastOfThread.get([key, thread]));
      return row ? toMessage(row) : null;
    },

    listMessages: (organizationId, executionId, thread, page) =>
      readPage({
        scope: { list: 'messages', organizationId, executionId, thread },
        page,
        positionLength: 1,
        select: async (after, limit) =>
          (await readOf(organizationId, executionId, ({ key }) =>
            thread === undefined ? bySeq.all([key, after?.[0] ?? 0, limit]) : ofThread.all([key, thread, after?.[0] ?? -1, limit]),
          )) ?? [],
        positionOf: (row) => [thread === undefined ? row.seq : row.index],
        toItem: toMessage,
      }),
  };
}

/** `text`: of the row, or as much of it as is shown. */
export function toMessageEntity(row: Omit<MessageRow, 'text' | 'textBlob'>, text: string): Message {
  const { thread, index, seq, at } = row;
  const body = JSON.parse(row.body) as Pick<
    Message,
    'role' | 'agent' | 'toolCalls' | 'toolCallId' | 'callId' | 'model' | 'summaryOf' | 'editedFrom'
  >;
  return { id: toMessageId(thread, index), thread, index, seq, ...body, text, at };
}
