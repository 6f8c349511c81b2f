import type { StepSummary } from '../../../contracts/entities';
import type { ExecutionStore, StepRange } from '../../../contracts/ports/execution-store';
import type { Parts } from './parts';

/** How many events of a kind the steps of one id have. `own`: the id, with `#` at its end when it is repeated. */
interface GroupRow {
  own: string;
  what: (typeof KINDS)[number];
  count: number;
  first: number;
  last: number;
}

interface EventRow {
  at: string;
  body: string;
}

const KINDS = ['stepStarted', 'stepCompleted', 'stepFailed', 'stepCancelled', 'superstepCommitted'] as const;
const KINDS_SQL = KINDS.map((kind) => `'${kind}'`).join();
/** What a turn of a chat is called: it has no events of its own but the superstep that it closes. */
const TURN = 'turn';

/**
 * Steps counted from the ids of their events (`<path> <type>`), which an index holds with their `seq`: no body is read
 * but those of the first and last event of each summary, however many repetitions there are.
 */
export function createStepSummaries({ database, executions }: Parts): Pick<ExecutionStore, 'summarizeSteps'> {
  const groups = database.statement<GroupRow>(
    `SELECT CASE WHEN instr(rest, '#') > 0 THEN substr(rest, 1, instr(rest, '#')) ELSE rest END AS own, what,
       count(*) AS count, min(seq) AS first, max(seq) AS last
     FROM (SELECT substr(id, ?2, instr(id, ' ') - ?2) AS rest, substr(id, instr(id, ' ') + 1) AS what, seq
           FROM events WHERE execution = ?1 AND id >= ?3 AND id < ?4)
     WHERE what IN (${KINDS_SQL}) AND instr(rest, '/') = 0
     GROUP BY own, what`,
  );
  /** Of paths that end in a repetition's number one row for all of them, so that few come back. */
  const all = database.statement<GroupRow>(
    `SELECT CASE WHEN substr(rtrim(path, '0123456789'), -1) = '#' THEN rtrim(path, '0123456789') ELSE path END AS own, what,
       count(*) AS count, min(seq) AS first, max(seq) AS last
     FROM (SELECT substr(id, 1, instr(id, ' ') - 1) AS path, substr(id, instr(id, ' ') + 1) AS what, seq FROM events WHERE execution = ?)
     WHERE what IN (${KINDS_SQL}) GROUP BY own, what`,
  );
  const root = database.statement<EventRow>(
    `SELECT at, body FROM events WHERE execution = ? AND type = 'stepStarted' ORDER BY seq LIMIT 1`,
  );
  const byId = database.statement<{ seq: number }>('SELECT seq FROM events WHERE execution = ? AND id = ?');
  const bySeq = database.statement<EventRow>('SELECT at, body FROM events WHERE execution = ? AND seq = ?');

  /** Turns are known when they are over. */
  const summarizeTurns = (key: number, path: string, repeats: boolean, { count, first, last }: GroupRow): StepSummary | null => {
    const [begin] = bySeq.all([key, first]);
    const [end] = bySeq.all([key, last]);
    if (begin === undefined || end === undefined) return null;
    return {
      path,
      stepType: TURN,
      repeats,
      begun: count,
      completed: count,
      failed: 0,
      cancelled: 0,
      seq: first,
      startedAt: begin.at,
      endedAt: end.at,
    };
  };
  /** A summary of events by kind; null when none of the steps has begun. */
  const summarize = (key: number, path: string, repeats: boolean, rows: readonly GroupRow[]): StepSummary | null => {
    const of = (kind: GroupRow['what']) => rows.find(({ what }) => what === kind);
    const count = (kind: GroupRow['what']) => of(kind)?.count ?? 0;
    const turns = of('stepStarted') === undefined ? of('superstepCommitted') : undefined;
    if (turns !== undefined) return summarizeTurns(key, path, repeats, turns);
    const started = of('stepStarted');
    const [begin] = started === undefined ? [] : bySeq.all([key, started.first]);
    if (started === undefined || begin === undefined) return null;
    const ends = rows.filter(({ what }) => what !== 'stepStarted' && what !== 'superstepCommitted');
    const ended = ends.reduce((sum, row) => sum + row.count, 0);
    const [end] = ended < started.count ? [] : bySeq.all([key, Math.max(...ends.map(({ last }) => last))]);
    return {
      path,
      stepType: (JSON.parse(begin.body) as { stepType: string }).stepType,
      repeats,
      begun: started.count,
      completed: count('stepCompleted'),
      failed: count('stepFailed'),
      cancelled: count('stepCancelled'),
      seq: started.first,
      startedAt: begin.at,
      endedAt: end?.at ?? null,
    };
  };
  /** One step, by the ids of its events. */
  const summarizeOne = (key: number, path: string): StepSummary | null => {
    const rows = KINDS.flatMap((what): GroupRow[] =>
      byId.all([key, `${path} ${what}`]).map(({ seq }) => ({ own: path, what, count: 1, first: seq, last: seq })),
    );
    return summarize(key, path, false, rows);
  };
  const summarizeInner = (key: number, parent: string): (StepSummary | null)[] => {
    // '0' is the character after '/'.
    const rows = groups.all([key, parent.length + 2, `${parent}/`, `${parent}0`]);
    return [...new Set(rows.map(({ own }) => own))].map((own) =>
      summarize(
        key,
        `${parent}/${own.replace('#', '')}`,
        own.endsWith('#'),
        rows.filter((row) => row.own === own),
      ),
    );
  };
  const summarizeAll = (key: number): (StepSummary | null)[] => {
    const paths = new Map<string, GroupRow[]>();
    for (const row of all.all([key])) {
      const path = row.own.replaceAll(/#\d*/g, '');
      const rows = paths.get(path) ?? [];
      paths.set(path, rows);
      const same = rows.find(({ what }) => what === row.what);
      if (same === undefined) rows.push({ ...row });
      else
        Object.assign(same, { count: same.count + row.count, first: Math.min(same.first, row.first), last: Math.max(same.last, row.last) });
    }
    return [...paths].map(([path, rows]) =>
      summarize(
        key,
        path,
        rows.some(({ own }) => own.includes('#')),
        rows,
      ),
    );
  };
  const select = (key: number, { parent, repetitionsOf, all: everywhere, after, limit }: StepRange): (StepSummary | null)[] => {
    if (everywhere === true) return summarizeAll(key);
    if (parent === undefined) {
      const [first] = root.all([key]);
      return first === undefined ? [] : [summarizeOne(key, (JSON.parse(first.body) as { stepPath: string }).stepPath)];
    }
    if (repetitionsOf === undefined) return summarizeInner(key, parent);
    return Array.from({ length: limit }, (_, index) => summarizeOne(key, `${parent}/${repetitionsOf}#${after + index + 1}`));
  };

  return {
    summarizeSteps: (organizationId, executionId, range) =>
      database.read(() => {
        const row = executions.findListed(organizationId, executionId);
        if (row === null) return null;
        return select(row.key, range)
          .filter((summary) => summary !== null)
          .sort((a, b) => a.seq - b.seq);
      }),
  };
}
