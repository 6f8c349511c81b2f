import type { Ending } from '../../../../contracts/plan';
import type { RecordEdit, RefusedEdit } from '../../../../contracts/ports/fork-store';
import type { SqliteDatabase } from '../../open-database';
import type { ExecutionRow } from '../execution-rows';
import { cameOutOf, type EditTarget, findEditTargets } from './edit-targets';
import { createKeptRows, type Kept, POSITION } from './kept';
import { createKeptApprovals, OF_APPROVALS } from './kept-approvals';
import { isWithin, pathOf } from './places';

interface Place {
  seq: number;
  at: string;
}

const BEGINNING: Place = { seq: 0, at: '' };

/** Later than every time. */
const NEVER = '~';

/** What tells of calls, and of what people were asked about them; the rest is told by the workflow. */
const OF_CALLS = ['messageAdded', 'toolCalled', 'toolCompleted', 'callRetried', ...OF_APPROVALS];

const KEEPS = () => true;

type Keeps = (event: { seq: number; stepPath: string }) => boolean;

/** What a fork keeps of its source. For use inside a transaction. */
export function createCuts(database: SqliteDatabase) {
  const kept = createKeptRows(database);
  const approvals = createKeptApprovals(database);
  const selectSuperstep = database.statement<Place>(
    `SELECT seq, at FROM events WHERE execution = ? AND type = 'superstepCommitted' ORDER BY seq LIMIT 1 OFFSET ?`,
  );
  const countSupersteps = database.statement<{ count: number }>(
    `SELECT count(*) AS count FROM events WHERE execution = ? AND type = 'superstepCommitted' AND seq < ?`,
  );
  const selectLast = database.statement<{ seq: number }>(
    `SELECT seq FROM events WHERE execution = ? AND at <= ? AND type <> 'executionEnded' ORDER BY seq DESC LIMIT 1`,
  );
  const countBefore = database.statement<{ count: number }>(
    `SELECT count(*) AS count FROM events WHERE execution = ? AND type = 'superstepCommitted' AND at <= ?`,
  );
  const selectMessage = database.statement<{ seq: number }>('SELECT seq FROM messages WHERE execution = ? AND thread = ? AND "index" = ?');
  const selectEvent = database.statement<Place>('SELECT seq, at FROM events WHERE execution = ? AND id = ?');
  const selectEnds = database.statement<{ seq: number; type: string; body: string }>(
    `SELECT seq, type, body FROM events WHERE execution = ? AND type IN ('executionEnded', 'stepCancelled', 'stepFailed') ORDER BY seq`,
  );
  const selectUnanswered = database.statement<object>(
    `SELECT 1 FROM attempts a WHERE a.execution = ?1 AND ((a.callId > ?2 || ':' AND a.callId < ?2 || ';') OR (a.callId > ?2 || '/' AND a.callId < ?2 || '0'))
     AND NOT EXISTS (SELECT 1 FROM attempts b WHERE b.execution = a.execution AND b.callId = a.callId AND b.status = 'succeeded') LIMIT 1`,
  );
  const selectCalls = database.statement<{ callId: string; position: number }>(
    `SELECT a.callId, ${POSITION} AS position FROM attempts a
     WHERE a.execution = ?2 AND a.status = 'succeeded' AND a.callId > ?3 || ':' AND a.callId < ?3 || ';'`,
  );

  /** Where the source closed it; undefined when it has not. */
  function find({ key }: ExecutionRow, superstep: number): Place | undefined {
    return superstep === 0 ? BEGINNING : selectSuperstep.get([key, superstep - 1]);
  }

  /** The superstep in which something was recorded that is not in the one it was looked for. */
  function elsewhere({ key, lastSuperstep }: ExecutionRow, edit: RecordEdit): Omit<RefusedEdit, 'edit'> {
    const place =
      'message' in edit
        ? selectMessage.get([key, edit.message.thread, edit.message.index])
        : selectEvent.get([key, 'callId' in edit ? `${edit.callId} toolCompleted` : `${edit.answerOf} stepCompleted`]);
    if (place === undefined) return { reason: 'unknown' };
    const superstep = (countSupersteps.get([key, place.seq])?.count ?? 0) + 1;
    return { reason: 'otherSuperstep', ...(superstep <= lastSuperstep && { superstep }) };
  }

  return {
    find,

    /** What there was at a superstep; with edits, of that superstep only what did not come out of what they change. */
    at(source: ExecutionRow, superstep: number, edits: RecordEdit[]): Kept | { refused: RefusedEdit[] } | null {
      const end = find(source, superstep);
      const start = find(source, Math.max(0, superstep - 1));
      if (end === undefined || start === undefined) return null;
      if (edits.length === 0) {
        const cut = { base: end.seq, end: end.seq, before: end.at, at: end.at };
        return { ...keepAnswered(source, cut, KEEPS, KEEPS), lastSuperstep: superstep };
      }
      const recorded = kept.between(source.key, start.seq, end.seq);
      const targets = findEditTargets(edits, recorded);
      if ('refused' in targets) return { refused: targets.refused.map((one) => explain(source, one, edits)) };
      const isDropped = (seq: number, scope: string) => targets.some((target) => cameOutOf(target, { seq, scope }));
      const answered = new Set(targets.map((target: EditTarget) => target.answered));
      const keeps: Keeps = ({ seq, stepPath }) => !isDropped(seq, stepPath);
      const edited = new Set(targets.map((target: EditTarget) => target.kept));
      const keepsCall = (id: string, at: number) => edited.has(id) || (!answered.has(id) && !isDropped(at, pathOf(id)));
      const cut = { base: start.seq, end: end.seq, before: start.at, at: end.at };
      const closed = recorded.some((event) => event.type === 'superstepCommitted' && keeps(event));
      return { ...keepAnswered(source, cut, keeps, keepsCall), lastSuperstep: closed ? superstep : superstep - 1 };
    },

    /** Everything up to a time, but for the end. */
    byTime(source: ExecutionRow, superstep: number, at: string): Kept {
      const { seq } = selectLast.get([source.key, at]) ?? BEGINNING;
      const cut = { base: seq, end: seq, before: at, at };
      return { ...keepAnswered(source, cut, KEEPS, KEEPS), lastSuperstep: superstep };
    },

    /** How many supersteps the source had closed by a time. */
    countBy: ({ key }: ExecutionRow, at: string): number => countBefore.get([key, at])?.count ?? 0,

    /** All that was answered, but for what failed and for the end. */
    forRetry(source: ExecutionRow): Kept {
      const ending = JSON.parse(source.ending ?? 'null') as Ending | null;
      const failed = ending !== null && 'error' in ending ? ending.error.stepPath : undefined;
      const dropped = new Set(
        selectEnds.all([source.key]).flatMap(({ seq, type, body }) => {
          const { stepPath = '', error } = JSON.parse(body) as { stepPath?: string; error?: { code: string } };
          // Other branches may have come to the same ceiling.
          const isDone = type === 'stepFailed' && error?.code !== 'budget_exhausted';
          return !isDone || (failed !== undefined && isWithin(failed, stepPath)) ? [seq] : [];
        }),
      );
      const droppedCalls = new Set<string>();
      // Answers that made it fail would do so again; a call that has none is made again anyway.
      if (failed !== undefined && selectUnanswered.get([source.key, failed]) === undefined) {
        const all = kept.between(source.key, 0, source.lastSeq);
        const closed = all.findLast(({ type, stepPath }) => type === 'superstepCommitted' && isWithin(stepPath, failed))?.seq ?? 0;
        for (const { seq, type, stepPath } of all) if (seq > closed && stepPath === failed && OF_CALLS.includes(type)) dropped.add(seq);
        for (const { callId, position } of selectCalls.all([NEVER, source.key, failed])) if (position > closed) droppedCalls.add(callId);
      }
      const base = Math.min(source.lastSeq, ...[...dropped].map((seq) => seq - 1));
      const cut = { base, end: source.lastSeq, before: NEVER, at: NEVER };
      const rows = keepAnswered(
        source,
        cut,
        ({ seq }) => !dropped.has(seq),
        (id) => !droppedCalls.has(id),
      );
      return { ...rows, lastSuperstep: source.lastSuperstep };
    },
  };

  /** Everything up to `base`, and of what follows up to `end` what the two say; but nothing of questions that are open there. */
  function keepAnswered(
    { key }: ExecutionRow,
    { base, end, before, at }: { base: number; end: number; before: string; at: string },
    keeps: Keeps,
    keepsCall: (callId: string, position: number) => boolean,
  ): Omit<Kept, 'lastSuperstep'> {
    const { answered, open } = approvals.upTo(key, end, keeps);
    const isOpen = new Set(open);
    const first = Math.min(base, ...open.map((seq) => seq - 1));
    const recorded = kept.between(key, first, end);
    // An answer stands right behind the last event of its time.
    const range = { base: first, end: at === NEVER ? Number.MAX_SAFE_INTEGER : end, before };
    const rows = kept.keep(key, range, recorded, (event) => keeps(event) && !isOpen.has(event.seq), keepsCall);
    return { ...rows, approvals: answered, at };
  }

  function explain(source: ExecutionRow, refused: RefusedEdit, edits: RecordEdit[]): RefusedEdit {
    const edit = edits[refused.edit];
    return refused.reason !== 'unknown' || edit === undefined ? refused : { edit: refused.edit, ...elsewhere(source, edit) };
  }
}
