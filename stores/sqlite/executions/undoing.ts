import type { SqliteDatabase } from '../open-database';
import { toEventId } from './feed-writer';

interface Execution {
  key: number;
}

export type Undoing = ReturnType<typeof createUndoing>;

/** What undoes: no cancel and no time that is over reaches it. For use inside a transaction. */
export function createUndoing(database: SqliteDatabase) {
  const began = database.statement('SELECT 1 FROM events WHERE execution = ? AND id IN (SELECT value FROM json_each(?)) LIMIT 1');
  const selectParent = database.statement<{ key: number; stepPath: string }>(
    `SELECT p.key, e.parentStep AS stepPath FROM executions e JOIN executions p ON p.id = e.parent AND p.organization = e.organization
     WHERE e.key = ?`,
  );

  const undoing = {
    /** Whether a step runs at or below one whose compensation has begun in its execution. */
    isStep({ key }: Execution, stepPath: string): boolean {
      const ids = stepPath.split('/');
      const beginnings = ids.map((_, index) => toEventId('compensationStarted', ids.slice(0, index + 1).join('/')));
      return began.get([key, JSON.stringify(beginnings)]) !== undefined;
    },

    /** The same, or a step of an execution above it whose part it is. */
    isWithin(execution: Execution, stepPath: string): boolean {
      if (undoing.isStep(execution, stepPath)) return true;
      const parent = selectParent.get([execution.key]);
      return parent !== undefined && undoing.isWithin(parent, parent.stepPath);
    },
  };
  return undoing;
}
