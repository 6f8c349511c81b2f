import { setImmediate } from 'node:timers/promises';
import type { ExecutionRow } from './execution-rows';
import type { Parts } from './parts';
import { STEP_EVENTS, type StepEvent, StepTally } from './step-tally';

/** Events that are read at once, so that nobody else waits long. */
const SLICE = 5_000;
/** Executions whose steps are kept counted. */
const KEPT = 64;

interface Kept {
  key: number;
  tally: StepTally;
  /** All events up to this one are counted. */
  upTo: number;
  /** One at a time reads on, so that no event is counted twice. */
  reading: Promise<void>;
}

interface Counted {
  row: ExecutionRow;
  tally: StepTally;
}

/**
 * The steps of executions, counted. A feed only grows, so a process that has counted one reads only what is new in it
 * when it is asked again.
 */
export function createStepTallies({ database, executions }: Pick<Parts, 'database' | 'executions'>) {
  const slice = database.statement<{ events: string }>(
    `SELECT json_group_array(json_array(seq, id, type, at, CASE type WHEN 'stepStarted' THEN body ->> 'stepType' END)) AS events
     FROM events WHERE execution = ? AND seq > ? AND seq <= ? AND type IN (${STEP_EVENTS.map((type) => `'${type}'`).join()})`,
  );
  const kept = new Map<string, Kept>();

  /** What is kept of an execution, as the one that was asked for last. */
  function keep(id: string, { key, lastSeq }: ExecutionRow): Kept {
    const known = kept.get(id);
    kept.delete(id);
    const isSame = known !== undefined && known.key === key && known.upTo <= lastSeq;
    const one = isSame ? known : { key, tally: new StepTally(), upTo: 0, reading: Promise.resolve() };
    kept.set(id, one);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return one;
  }

  async function readOn(one: Kept, lastSeq: number): Promise<void> {
    while (one.upTo < lastSeq) {
      const end = Math.min(lastSeq, one.upTo + SLICE);
      const events = await database.read(() => slice.get([one.key, one.upTo, end])?.events ?? '[]');
      for (const event of toEvents(events)) one.tally.add(event);
      one.upTo = end;
      if (end < lastSeq) await setImmediate();
    }
  }

  return {
    /** Everything that the feed told when this was called, and maybe more; null when the execution is unknown. */
    async count(organizationId: string, executionId: string): Promise<Counted | null> {
      const row = await database.read(() => executions.findListed(organizationId, executionId));
      if (row === null) return null;
      const one = keep(JSON.stringify([organizationId, executionId]), row);
      const reading = one.reading.then(() => readOn(one, row.lastSeq));
      // Whoever comes next reads on from where this one has failed.
      one.reading = reading.catch(() => undefined);
      await reading;
      return { row, tally: one.tally };
    },
  };
}

function toEvents(json: string): StepEvent[] {
  const rows = JSON.parse(json) as [number, string, StepEvent['type'], string, string | null][];
  return rows.map(([seq, id, type, at, stepType]) => ({ seq, id, type, at, stepType })).sort((a, b) => a.seq - b.seq);
}
