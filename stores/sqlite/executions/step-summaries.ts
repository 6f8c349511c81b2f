import type { StepSummary } from '../../../contracts/entities';
import type { StepRange, StepStore } from '../../../contracts/ports/step-store';
import { createChatTurns } from './chat-turns';
import type { ExecutionRow } from './execution-rows';
import { toEventId } from './feed-writer';
import type { Parts } from './parts';
import { createStepTallies } from './step-tallies';
import { STEP_EVENTS, type StepTally, TURN } from './step-tally';

/** How many events of a kind the steps of one id have. `own`: the id, with `#` at its end when it is repeated. */
interface GroupRow {
  own: string;
  what: (typeof STEP_EVENTS)[number];
  count: number;
  first: number;
  last: number;
}

interface EventRow {
  at: string;
  body: string;
}

const KINDS_SQL = STEP_EVENTS.map((kind) => `'${kind}'`).join();

/**
 * What is not within a repetition comes from the {@link StepTally}. The rest is counted from the ids of events
 * (`<path> <type>`), which an index holds with their `seq`: no body is read but those of the first and last event of
 * each summary.
 */
export function createStepSummaries(parts: Parts): Pick<StepStore, 'summarizeSteps'> {
  const { database, executions } = parts;
  const tallies = createStepTallies(parts);
  const turns = createChatTurns(database);
  const groups = database.statement<GroupRow>(
    `SELECT CASE WHEN instr(rest, '#') > 0 THEN substr(rest, 1, instr(rest, '#')) ELSE rest END AS own, what,
       count(*) AS count, min(seq) AS first, max(seq) AS last
     FROM (SELECT substr(id, ?2, instr(id, ' ') - ?2) AS rest, substr(id, instr(id, ' ') + 1) AS what, seq
           FROM events WHERE execution = ?1 AND id >= ?3 AND id < ?4)
     WHERE what IN (${KINDS_SQL}) AND instr(rest, '/') = 0
     GROUP BY own, what`,
  );
  const root = database.statement<EventRow>(
    `SELECT at, body FROM events WHERE execution = ? AND type = 'stepStarted' ORDER BY seq LIMIT 1`,
  );
  const byId = database.statement<{ seq: number }>('SELECT seq FROM events WHERE execution = ? AND id = ?');
  const wanted = database.statement<{ body: string }>('SELECT body FROM events WHERE execution = ? AND id = ?');
  const bySeq = database.statement<EventRow>('SELECT at, body FROM events WHERE execution = ? AND seq = ?');

  /** Turns that are over. */
  const summarizeTurns = (key: number, path: string, repeats: boolean, { count, first, last }: GroupRow): StepSummary | null => {
    const [begin] = bySeq.all([key, first]);
    const [end] = bySeq.all([key, last]);
    if (begin === undefined || end === undefined) return null;
    const counts = { begun: count, completed: count, failed: 0, cancelled: 0 };
    const found = { path, stepType: TURN, repeats, ...counts, seq: first, startedAt: begin.at, endedAt: end.at };
    return turns.withBeginning(key, found);
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
    const rows = STEP_EVENTS.flatMap((what): GroupRow[] =>
      byId.all([key, toEventId(what, path)]).map(({ seq }) => ({ own: path, what, count: 1, first: seq, last: seq })),
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
  /** Steps at work, what they wait for with them. Those that were open when their execution ended are none. */
  const summarizeOpen = ({ key, ending }: ExecutionRow, tally: StepTally, limit: number): StepSummary[] =>
    (ending === null ? tally.open : []).slice(0, limit).map(({ path, stepType, seq, at }) => {
      const [wait] = wanted.all([key, toEventId('waitStarted', path)]);
      const { event, until } = JSON.parse(wait?.body ?? '{}') as { event?: string; until?: string };
      const counts = { begun: 1, completed: 0, failed: 0, cancelled: 0 };
      const waits = wait === undefined ? {} : { waits: { ...(event !== undefined && { event }), ...(until !== undefined && { until }) } };
      return { path, stepType, repeats: false, ...counts, seq, startedAt: at, endedAt: null, ...waits };
    });
  const withUnderWay = ({ key, lastSeq }: ExecutionRow, parent: string, inside: StepSummary[]): StepSummary[] => {
    const around = summarizeOne(key, parent);
    return around === null ? inside : turns.withUnderWay(key, around, inside, lastSeq);
  };
  const select = (row: ExecutionRow, { parent, repetitionsOf, after, limit }: StepRange): (StepSummary | null)[] => {
    const { key, lastSeq } = row;
    if (parent === undefined) {
      const [first] = root.all([key]);
      return first === undefined ? [] : [summarizeOne(key, (JSON.parse(first.body) as { stepPath: string }).stepPath)];
    }
    if (repetitionsOf === undefined) return withUnderWay(row, parent, known(summarizeInner(key, parent)));
    const around = summarizeOne(key, parent);
    return Array.from({ length: limit }, (_, index) => {
      const path = `${parent}/${repetitionsOf}#${after + index + 1}`;
      return summarizeOne(key, path) ?? (around && turns.findUnderWay(key, around, path, lastSeq));
    });
  };
  const inOrder = (steps: (StepSummary | null)[]) => known(steps).sort((a, b) => a.seq - b.seq);

  return {
    async summarizeSteps(organizationId, executionId, range) {
      const { all, open, parent, repetitionsOf, limit } = range;
      const isCounted = all === true || open === true || (parent !== undefined && repetitionsOf === undefined && !parent.includes('#'));
      if (!isCounted) {
        return database.read(() => {
          const row = executions.findListed(organizationId, executionId);
          return row && inOrder(select(row, range));
        });
      }
      const counted = await tallies.count(organizationId, executionId);
      if (counted === null) return null;
      const { row, tally } = counted;
      if (open === true) return database.read(() => summarizeOpen(row, tally, limit));
      if (all === true || parent === undefined) return inOrder(tally.summaries());
      return database.read(() => {
        const inside = tally.summaries((path) => isIn(path, parent));
        const begun = inside.map((step) => (step.stepType === TURN ? turns.withBeginning(row.key, step) : step));
        return inOrder(withUnderWay(row, parent, begun));
      });
    },
  };
}

function known(steps: (StepSummary | null)[]): StepSummary[] {
  return steps.filter((step) => step !== null);
}

/** Directly in `parent`. */
function isIn(path: string, parent: string): boolean {
  return path.startsWith(`${parent}/`) && !path.includes('/', parent.length + 1);
}
