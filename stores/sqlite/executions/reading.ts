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
  const EVENTS = `SELECT e.seq, e.type, e.at, e.body, m.thread, m."index", m.body AS messageBody, m.text, m.textBlob FROM events e LEFT JOIN messages m
     ON m.execution = e.execution AND m.thread = e.thread AND m."index" = e."index"
     WHERE e.execution = ?1 AND e.seq > ?2`;
  const events = database.statement<EventMessageRow>(`${EVENTS} ORDER BY e.seq LIMIT ?3`);
  // The ids of a call's events begin with the call's and a space, or with a "#" and the attempt; that of its answer is the message's.
  const eventsOfCall = database.statement<EventMessageRow>(
    `${EVENTS} AND (e.id >= ?4 || ' ' AND e.id < ?4 || '$' OR e.id IN (SELECT thread || '/' || "index" || ' messageAdded' FROM attempts
       WHERE execution = ?1 AND callId = ?4 AND status = 'succeeded' AND thread IS NOT NULL)) ORDER BY e.seq LIMIT ?3`,
  );
  const checkpoints = database.statement<EventRow>(
    `SELECT seq, type, at, body FROM events WHERE execution = ? AND type = 'superstepCommitted' AND seq > ? ORDER BY seq LIMIT ?`,
  );
  const checkpointOf = database.statement<EventRow>(
    `SELECT seq, type, at, body FROM events WHERE execution = ?1 AND type = 'superstepCommitted' AND seq > ?2 AND body ->> 'superstep' = ?4
     ORDER BY seq LIMIT ?3`,
  );
  // Found by ids alone, which an index holds: its own, else the last one of what is inside. '0' is the character after '/'.
  const checkpointBehind = database.statement<EventRow>(
    `SELECT seq, type, at, body FROM events WHERE execution = ?1 AND seq > ?2 AND seq = coalesce(
       (SELECT seq FROM events WHERE execution = ?1 AND id = ?4 || ' superstepCommitted'),
       (SELECT max(seq) FROM events INDEXED BY eventIds WHERE execution = ?1 AND id > ?4 || '/' AND id < ?4 || '0'
          AND substr(id, -19) = ' superstepCommitted')) LIMIT ?3`,
  );
  const ATTEMPTS = `SELECT number, callId, attempt, kind, model, status, wasted, inputTokens, outputTokens, estimated, price,
      worstInputTokens, worstOutputTokens, reason, startedAt, endedAt
    FROM attempts WHERE execution = ?1 AND number > ?2 AND kind <> 'evaluation' AND coalesce(reason, '') <> 'inherited'`;
  const attempts = database.statement<StoredAttempt>(`${ATTEMPTS} ORDER BY number LIMIT ?3`);
  const attemptsOf = database.statement<StoredAttempt>(`${ATTEMPTS} AND callId = ?4 ORDER BY number LIMIT ?3`);
  const attemptsOfSteps = database.statement<StoredAttempt>(
    `SELECT a.* FROM json_each(?4) p CROSS JOIN (${ATTEMPTS}) a ON a.callId > p.value || ':' AND a.callId < p.value || ';' ORDER BY number LIMIT ?3`,
  );

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

    readEvents: (organizationId, executionId, after, limit, callId) =>
      database.read(() => {
        const row = executions.findListed(organizationId, executionId);
        if (row === null) return null;
        const range = [row.key, after, limit];
        const found = callId === undefined ? events.all(range) : eventsOfCall.all([...range, callId]);
        const items = found.map((event) => toFeedEvent(executionId, event));
        return { items, lastSeq: row.lastSeq, ended: row.ending !== null };
      }),

    listCheckpoints: (organizationId, executionId, { superstep, stepPath, ...page }) =>
      readPage({
        scope: { list: 'checkpoints', organizationId, executionId, superstep, stepPath },
        page,
        positionLength: 1,
        select: (after, limit) =>
          readOf(organizationId, executionId, (key) => {
            const range = [key, after?.[0] ?? 0, limit];
            if (stepPath !== undefined) return checkpointBehind.all([...range, stepPath]);
            return superstep === undefined ? checkpoints.all(range) : checkpointOf.all([...range, superstep]);
          }),
        positionOf: (row) => [row.seq],
        toItem: async ({ seq, at, body }) => {
          const { superstep, stepPath, usage } = JSON.parse(body) as EventBodies['superstepCommitted'] & { stepPath: string };
          const [editable] = await readOf(organizationId, executionId, (key) => [editables.at(key, seq)]);
          return { superstep, stepPath, at, seq, usage, editable: editable ?? { messages: [], toolResults: [], answers: [], inputs: [] } };
        },
      }),

    listAttempts: (organizationId, executionId, { callId, stepPaths, ...page }) =>
      readPage({
        scope: { list: 'attempts', organizationId, executionId, callId, stepPaths },
        page,
        positionLength: 1,
        select: (after, limit) =>
          readOf(organizationId, executionId, (key) => {
            const range = [key, after?.[0] ?? 0, limit];
            if (stepPaths !== undefined) return attemptsOfSteps.all([...range, JSON.stringify(stepPaths)]);
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
