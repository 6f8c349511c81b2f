import type { ExecutionError } from '../../../contracts/entities';
import type { StepOutcome, StepStore } from '../../../contracts/ports/step-store';
import { toEventId } from './feed-writer';
import type { Parts } from './parts';

const ENDS = ['stepCompleted', 'stepFailed', 'stepCancelled'] as const;

interface EndRow {
  type: (typeof ENDS)[number];
  body: string;
  outputCall: string | null;
}

type Steps = Pick<StepStore, 'hasStarted' | 'hasBeenUndone' | 'listOpenSteps' | 'listCompletedSteps' | 'getStepOutcomes'>;

/** Which steps have begun, and how they ended. */
export function createSteps({ database, executions, readOf }: Parts): Steps {
  // Left to itself SQLite looks for the ids in the whole feed.
  const selectEnd = database.statement<EndRow>(
    `SELECT type, body, outputCall FROM events INDEXED BY eventIds WHERE execution = ? AND id IN (?, ?, ?) ORDER BY seq DESC LIMIT 1`,
  );

  const selectCompleted = database.statement<{ seq: number; body: string; outputCall: string | null }>(
    `SELECT seq, body, outputCall FROM events WHERE execution = ? AND seq < ? AND type = 'stepCompleted' ORDER BY seq DESC LIMIT ?`,
  );
  const selectEvent = database.statement('SELECT 1 FROM events WHERE execution = ? AND id = ?');
  const hasEvent = async (organizationId: string, executionId: string, id: string) =>
    (await readOf(organizationId, executionId, ({ key }) => selectEvent.get([key, id]) !== undefined)) === true;

  const selectOpen = database.statement<{ path: string }>(
    `SELECT json_extract(s.body, '$.stepPath') AS path FROM events s
     WHERE s.execution = ? AND s.type = 'stepStarted' AND json_extract(s.body, '$.stepType') = ? AND NOT EXISTS (
       SELECT 1 FROM events e WHERE e.execution = s.execution
         AND e.id IN (${ENDS.map((type) => `json_extract(s.body, '$.stepPath') || ' ${type}'`).join(', ')})
     ) ORDER BY s.seq LIMIT 100`,
  );

  return {
    listOpenSteps: (organizationId, executionId, stepType) =>
      database.read(() => {
        const row = executions.findListed(organizationId, executionId);
        return row === null || row.ending !== null ? [] : selectOpen.all([row.key, stepType]).map(({ path }) => path);
      }),

    hasStarted: (organizationId, executionId, stepPath) => hasEvent(organizationId, executionId, toEventId('stepStarted', stepPath)),

    hasBeenUndone: (organizationId, executionId, stepPath) =>
      hasEvent(organizationId, executionId, toEventId('compensationStarted', stepPath)),

    async listCompletedSteps(organizationId, executionId, { before = Number.MAX_SAFE_INTEGER, limit }) {
      const rows = await readOf(organizationId, executionId, ({ key }) => selectCompleted.all([key, before, limit]));
      return (rows ?? []).map(({ seq, body, outputCall }) => {
        const { stepPath } = JSON.parse(body) as { stepPath: string };
        return { seq, stepPath, ...(outputCall !== null && { output: outputCall }) };
      });
    },

    async getStepOutcomes(organizationId, executionId, stepPaths) {
      const ends = await readOf(organizationId, executionId, ({ key }) =>
        stepPaths.map((path) => toOutcome(selectEnd.get([key, ...ENDS.map((type) => toEventId(type, path))]))),
      );
      return ends ?? stepPaths.map(() => null);
    },
  };
}

function toOutcome(row: EndRow | undefined): StepOutcome | null {
  if (row === undefined) return null;
  if (row.type === 'stepCompleted') return { status: 'completed', output: row.outputCall ?? undefined };
  if (row.type === 'stepCancelled') return { status: 'cancelled' };
  return { status: 'failed', error: (JSON.parse(row.body) as { error: ExecutionError }).error };
}
