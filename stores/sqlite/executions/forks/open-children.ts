import type { SqliteDatabase } from '../../open-database';

/** Finds the `workflow` steps that have begun and not ended in a feed. For use inside a transaction. */
export function createOpenChildren(database: SqliteDatabase) {
  const selectStarted = database.statement<{ stepPath: string; executionId: string }>(
    `SELECT body ->> 'stepPath' AS stepPath, body ->> 'childExecutionId' AS executionId FROM events
     WHERE execution = ? AND type = 'childStarted' ORDER BY seq`,
  );
  const selectEnd = database.statement<object>(
    `SELECT 1 FROM events WHERE execution = ?1 AND id IN (SELECT value || t.type FROM json_each(?2), (SELECT ' stepCompleted' AS type
       UNION SELECT ' stepFailed') t) LIMIT 1`,
  );

  return {
    /** Each with the execution that ran it last. */
    of(execution: number): { stepPath: string; executionId: string }[] {
      const started = new Map(selectStarted.all([execution]).map((one) => [one.stepPath, one]));
      return [...started.values()].filter(({ stepPath }) => selectEnd.get([execution, JSON.stringify(withOuter(stepPath))]) === undefined);
    },
  };
}

/** The path of a step and those of the steps that it is in. */
function withOuter(stepPath: string): string[] {
  return stepPath.split('/').map((_segment, index, segments) => segments.slice(0, index + 1).join('/'));
}
