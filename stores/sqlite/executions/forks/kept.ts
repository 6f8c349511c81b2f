import type { SqliteDatabase } from '../../open-database';

/** What of a source its fork gets. */
export interface Kept {
  /** All that was recorded up to here, as it is; an evaluation that does not know its place only if it ended before this time. */
  base: number;
  before: string;
  /** Of what was recorded later: events and answered calls, each with its seq in the fork. */
  events: [from: number, to: number][];
  calls: [callId: string, seq: number][];
  /** Of what people were asked, the ids of what is answered. */
  approvals: string[];
  /** What was sent later than this is not the fork's. */
  at: string;
  lastSeq: number;
  lastSuperstep: number;
}

/** An event of a source, as much as decides whether it is kept. */
export interface Recorded {
  seq: number;
  type: string;
  at: string;
  stepPath: string;
  /** Of a message. */
  thread: string | null;
  index: number | null;
  message: { role: string; toolCalls?: unknown[]; callId?: string; summaryOf?: unknown } | null;
  /** Of a tool's call. */
  callId?: string;
  tool?: string;
  /** Of a step's beginning or end. */
  stepType?: string;
}

interface EventRow {
  seq: number;
  type: string;
  at: string;
  body: string;
  thread: string | null;
  index: number | null;
  message: string | null;
}

/**
 * Where an answered call stands in the feed. Older answers do not know it: they are where what tells of them is, and
 * an evaluation, of which nothing tells, is early enough or never.
 */
export const POSITION = `coalesce(a.seq + 1, CASE
  WHEN a.kind = 'evaluation' THEN iif(a.endedAt < ?1, 0, 9e15)
  WHEN a.thread IS NULL THEN (SELECT e.seq FROM events e WHERE e.execution = a.execution AND e.id = a.callId || ' toolCompleted')
  ELSE (SELECT m.seq FROM messages m WHERE m.execution = a.execution AND m.thread = a.thread AND m."index" = a."index")
END)`;

/** Reads what lies between two places of a feed, and tells which of it is kept. For use inside a transaction. */
export function createKeptRows(database: SqliteDatabase) {
  const selectEvents = database.statement<EventRow>(
    `SELECT e.seq, e.type, e.at, e.body, e.thread, e."index", m.body AS message FROM events e
     LEFT JOIN messages m ON m.execution = e.execution AND m.thread = e.thread AND m."index" = e."index"
     WHERE e.execution = ? AND e.seq > ? AND e.seq <= ? ORDER BY e.seq`,
  );
  const selectCalls = database.statement<{ callId: string; position: number }>(
    `SELECT a.callId, ${POSITION} AS position FROM attempts a WHERE a.execution = ?2 AND a.status = 'succeeded' AND position > ?3 AND position <= ?4`,
  );

  const rows = {
    between: (execution: number, base: number, end: number): Recorded[] => selectEvents.all([execution, base, end]).map(toRecorded),

    /** Everything up to `base`, and of what follows up to `end` what the two say. */
    keep(
      execution: number,
      { base, end, before }: { base: number; end: number; before: string },
      recorded: Recorded[],
      keepsEvent: (event: Recorded) => boolean,
      keepsCall: (callId: string, position: number) => boolean,
    ): Pick<Kept, 'base' | 'before' | 'events' | 'calls' | 'lastSeq'> {
      const seqs = recorded.filter(keepsEvent).map(({ seq }) => seq);
      const events = seqs.map((seq, index): [number, number] => [seq, base + index + 1]);
      const calls = selectCalls
        .all([before, execution, base, end])
        .filter(({ callId, position }) => keepsCall(callId, position))
        .map(({ callId, position }): [string, number] => [callId, base + countBelow(seqs, position)]);
      return { base, before, events, calls, lastSeq: base + events.length };
    },
  };
  return rows;
}

/** How many of the ascending numbers are below `limit`. */
function countBelow(numbers: number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? limit) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function toRecorded({ seq, type, at, body, thread, index, message }: EventRow): Recorded {
  const {
    stepPath = '',
    callId,
    tool,
    stepType,
  } = JSON.parse(body) as Partial<Pick<Recorded, 'stepPath' | 'callId' | 'tool' | 'stepType'>>;
  return { seq, type, at, stepPath, thread, index, message: message === null ? null : JSON.parse(message), callId, tool, stepType };
}
