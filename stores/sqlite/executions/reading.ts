import { LIMIT } from '../../../contracts/constants';
import type { Attempt, Message } from '../../../contracts/entities';
import type { EventBodies, EventType, FeedEvent } from '../../../contracts/events';
import { costOf, fromUnits } from '../../../contracts/money';
import type { ExecutionStore } from '../../../contracts/ports/execution-store';
import type { CallView } from '../../../contracts/view';
import { cutText } from '../../cut-text';
import { readPage } from '../page';
import { priceOf } from './attempt-standing';
import { createEditableRows } from './editable-rows';
import { toMessageId } from './message-writer';
import type { Parts } from './parts';
import { getJson } from './stored-text';

interface MessageRow {
  thread: string;
  index: number;
  seq: number;
  at: string;
  body: string;
  text: string;
  textBlob: string | null;
}

interface EventRow {
  seq: number;
  type: EventType;
  at: string;
  body: string;
}

/** The columns of {@link MessageRow}; null for an event that is no message. */
interface EventMessageRow extends EventRow {
  thread: string | null;
  index: number;
  messageBody: string;
  text: string;
  textBlob: string | null;
}

type StoredAttempt = Omit<Attempt, 'model' | 'wasted' | 'estimated' | 'reason' | 'cost' | 'reserved'> & {
  model: string | null;
  number: number;
  wasted: 0 | 1;
  estimated: 0 | 1;
  reason: string | null;
  price: string | null;
  worstInputTokens: number | null;
  worstOutputTokens: number | null;
};

type Reading = Pick<
  ExecutionStore,
  'readThread' | 'getLastMessage' | 'getView' | 'listMessages' | 'readEvents' | 'listCheckpoints' | 'listAttempts'
>;

/** Threads, feeds, checkpoints and attempts, ascending. */
export function createReading(parts: Parts): Reading {
  const { database, blobs, executions } = parts;
  const editables = createEditableRows(database);
  const MESSAGES = 'SELECT thread, "index", seq, at, body, text, textBlob FROM messages WHERE execution = ?';
  const range = database.statement<MessageRow>(`${MESSAGES} AND thread = ? AND "index" >= ? AND "index" < ? ORDER BY "index"`);
  const ofThread = database.statement<MessageRow>(`${MESSAGES} AND thread = ? AND "index" > ? ORDER BY "index" LIMIT ?`);
  const lastOfThread = database.statement<MessageRow>(`${MESSAGES} AND thread = ? ORDER BY "index" DESC LIMIT 1`);
  const firstView = database.statement<{ view: string; at: string }>(
    `SELECT view, startedAt AS at FROM attempts WHERE execution = ? AND callId = ? AND view IS NOT NULL ORDER BY attempt LIMIT 1`,
  );
  // CROSS JOIN: the events lead, in their order.
  const bySeq = database.statement<MessageRow>(
    `SELECT m.thread, m."index", m.seq, m.at, m.body, m.text, m.textBlob FROM events e CROSS JOIN messages m
     ON m.execution = e.execution AND m.thread = e.thread AND m."index" = e."index"
     WHERE e.execution = ? AND e.seq > ? AND e.type = 'messageAdded' ORDER BY e.seq LIMIT ?`,
  );
  const events = database.statement<EventMessageRow>(
    `SELECT e.seq, e.type, e.at, e.body, m.thread, m."index", m.body AS messageBody, m.text, m.textBlob FROM events e LEFT JOIN messages m
     ON m.execution = e.execution AND m.thread = e.thread AND m."index" = e."index"
     WHERE e.execution = ? AND e.seq > ? ORDER BY e.seq LIMIT ?`,
  );
  const checkpoints = database.statement<EventRow>(
    `SELECT seq, type, at, body FROM events WHERE execution = ? AND type = 'superstepCommitted' AND seq > ? ORDER BY seq LIMIT ?`,
  );
  const checkpointOf = database.statement<EventRow>(
    `SELECT seq, type, at, body FROM events WHERE execution = ?1 AND type = 'superstepCommitted' AND seq > ?2 AND body ->> 'superstep' = ?4
     ORDER BY seq LIMIT ?3`,
  );
  const ATTEMPTS = `SELECT number, callId, attempt, kind, model, status, wasted, inputTokens, outputTokens, estimated, price,
      worstInputTokens, worstOutputTokens, reason, startedAt, endedAt
    FROM attempts WHERE execution = ?1 AND number > ?2 AND kind <> 'evaluation' AND coalesce(reason, '') <> 'inherited'`;
  const attempts = database.statement<StoredAttempt>(`${ATTEMPTS} ORDER BY number LIMIT ?3`);
  const attemptsOf = database.statement<StoredAttempt>(`${ATTEMPTS} AND callId = ?4 ORDER BY number LIMIT ?3`);

  /** What `select` reads of an execution; nothing of one that is unknown. */
  const readOf = <Row>(organizationId: string, executionId: string, select: (key: number) => Row[]): Promise<Row[]> =>
    database.read(() => {
      const row = executions.find(organizationId, executionId);
      return row === null ? [] : select(row.key);
    });
  const toMessage = async (row: MessageRow): Promise<Message> =>
    toMessageEntity(row, (await getJson(blobs, row.text, row.textBlob)) as string);

  return {
    async readThread(organizationId, executionId, thread, { from, upTo }) {
      const rows = await readOf(organizationId, executionId, (key) => range.all([key, thread, from, upTo]));
      return Promise.all(rows.map(toMessage));
    },

    async getLastMessage(organizationId, executionId, thread) {
      const [row] = await readOf(organizationId, executionId, (key) => lastOfThread.all([key, thread]));
      return row === undefined ? null : toMessage(row);
    },

    async getView(organizationId, executionId, callId) {
      const [found] = await readOf(organizationId, executionId, (key) => firstView.all([key, callId]));
      return found === undefined ? null : { view: JSON.parse(found.view) as CallView, at: found.at };
    },

    listMessages: (organizationId, executionId, thread, page) =>
      readPage({
        scope: { list: 'messages', organizationId, executionId, thread },
        page,
        positionLength: 1,
        select: (after, limit) =>
          readOf(organizationId, executionId, (key) =>
            thread === undefined ? bySeq.all([key, after?.[0] ?? 0, limit]) : ofThread.all([key, thread, after?.[0] ?? -1, limit]),
          ),
        positionOf: (row) => [thread === undefined ? row.seq : row.index],
        toItem: toMessage,
      }),

    readEvents: (organizationId, executionId, after, limit) =>
      database.read(() => {
        const row = executions.findListed(organizationId, executionId);
        if (row === null) return null;
        const items = events.all([row.key, after, limit]).map((event) => toFeedEvent(executionId, event));
        return { items, lastSeq: row.lastSeq, ended: row.ending !== null };
      }),

    listCheckpoints: (organizationId, executionId, { superstep, ...page }) =>
      readPage({
        scope: { list: 'checkpoints', organizationId, executionId, superstep },
        page,
        positionLength: 1,
        select: (after, limit) =>
          readOf(organizationId, executionId, (key) => {
            const range = [key, after?.[0] ?? 0, limit];
            return superstep === undefined ? checkpoints.all(range) : checkpointOf.all([...range, superstep]);
          }),
        positionOf: (row) => [row.seq],
        toItem: async ({ seq, at, body }) => {
          const { superstep, stepPath, usage } = JSON.parse(body) as EventBodies['superstepCommitted'] & { stepPath: string };
          const [editable] = await readOf(organizationId, executionId, (key) => [editables.at(key, seq)]);
          return { superstep, stepPath, at, seq, usage, editable: editable ?? { messages: [], toolResults: [], answers: [], inputs: [] } };
        },
      }),

    listAttempts: (organizationId, executionId, { callId, ...page }) =>
      readPage({
        scope: { list: 'attempts', organizationId, executionId, callId },
        page,
        positionLength: 1,
        select: (after, limit) =>
          readOf(organizationId, executionId, (key) => {
            const range = [key, after?.[0] ?? 0, limit];
            return callId === undefined ? attempts.all(range) : attemptsOf.all([...range, callId]);
          }),
        positionOf: (row) => [row.number],
        toItem: toAttempt,
      }),
  };
}

function toMessageEntity(row: Omit<MessageRow, 'text' | 'textBlob'>, text: string): Message {
  const { thread, index, seq, at } = row;
  const body = JSON.parse(row.body) as Pick<
    Message,
    'role' | 'agent' | 'toolCalls' | 'toolCallId' | 'callId' | 'model' | 'summaryOf' | 'editedFrom'
  >;
  return { id: toMessageId(thread, index), thread, index, seq, ...body, text, at };
}

function toFeedEvent(executionId: string, row: EventMessageRow): FeedEvent {
  const { seq, type, at } = row;
  const event = { seq, type, at, executionId, ...(JSON.parse(row.body) as object) };
  if (row.thread === null) return event as FeedEvent;
  const { text, truncated } = cutText(JSON.parse(row.text) as string, LIMIT.eventMessageText);
  const message = toMessageEntity({ ...row, thread: row.thread, body: row.messageBody }, text);
  return { ...event, message: truncated || row.textBlob !== null ? { ...message, truncated: true } : message } as FeedEvent;
}

function toAttempt(row: StoredAttempt): Attempt {
  return {
    callId: row.callId,
    attempt: row.attempt,
    kind: row.kind,
    ...(row.model === null ? {} : { model: row.model }),
    status: row.status,
    wasted: row.wasted === 1,
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    estimated: row.estimated === 1,
    ...toCost(row),
    ...toReserved(row),
    ...(row.reason === null ? {} : { reason: row.reason }),
    startedAt: row.startedAt,
    endedAt: row.endedAt,
  };
}

function toCost(row: Pick<StoredAttempt, 'price' | 'inputTokens' | 'outputTokens'>): Pick<Attempt, 'cost'> {
  const price = priceOf(row);
  if (price === null) return {};
  return { cost: { amount: fromUnits(costOf(price, row.inputTokens, row.outputTokens)), currency: price.currency } };
}

function toReserved({ price, worstInputTokens, worstOutputTokens }: StoredAttempt): Pick<Attempt, 'reserved'> {
  if (worstInputTokens === null) return {};
  const tokens = { inputTokens: worstInputTokens, outputTokens: worstOutputTokens };
  return { reserved: { ...tokens, ...toCost({ price, inputTokens: worstInputTokens, outputTokens: worstOutputTokens ?? 0 }) } };
}
