import { LIMIT } from '../../../contracts/constants';
import type { EventBodies, EventType, FeedEvent } from '../../../contracts/events';
import type { FeedStore } from '../../../contracts/ports/feed-store';
import { cutBytes } from '../../cut-bytes';
import { readPage } from '../page';
import { createEditableRows } from './editable-rows';
import type { Parts } from './parts';
import { type MessageRow, toMessageEntity } from './threads';

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

/** Feeds and their checkpoints, ascending. */
export function createFeeds({ database, executions, readOf }: Parts): Pick<FeedStore, 'readEvents' | 'listCheckpoints'> {
  const editables = createEditableRows(database);
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

  return {
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
        select: async (after, limit) =>
          (await readOf(organizationId, executionId, ({ key }) => {
            const range = [key, after?.[0] ?? 0, limit];
            if (stepPath !== undefined) return checkpointBehind.all([...range, stepPath]);
            return superstep === undefined ? checkpoints.all(range) : checkpointOf.all([...range, superstep]);
          })) ?? [],
        positionOf: (row) => [row.seq],
        toItem: async ({ seq, at, body }) => {
          const { superstep, stepPath, usage } = JSON.parse(body) as EventBodies['superstepCommitted'] & { stepPath: string };
          const editable = await readOf(organizationId, executionId, ({ key }) => editables.at(key, seq));
          return { superstep, stepPath, at, seq, usage, editable: editable ?? { messages: [], toolResults: [], answers: [], inputs: [] } };
        },
      }),
  };
}

function toFeedEvent(executionId: string, row: EventMessageRow): FeedEvent {
  const { seq, type, at } = row;
  const event = { seq, type, at, executionId, ...(JSON.parse(row.body) as object) };
  if (row.thread === null) return event as FeedEvent;
  const { text, truncated } = cutBytes(JSON.parse(row.text) as string, LIMIT.eventMessageText);
  const message = toMessageEntity({ ...row, thread: row.thread, body: row.messageBody }, text);
  return { ...event, message: truncated || row.textBlob !== null ? { ...message, truncated: true } : message } as FeedEvent;
}
