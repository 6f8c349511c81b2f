import type { SqliteDatabase } from '../open-database';
import { toEventId } from './feed-writer';

export type IsUndoing = ReturnType<typeof createUndoing>;

/** Says whether a step runs at or below one whose compensation has begun: no cancel reaches it. For use inside a transaction. */
export function createUndoing(database: SqliteDatabase) {
  const undoes = database.statement('SELECT 1 FROM events WHERE execution = ? AND id IN (SELECT value FROM json_each(?)) LIMIT 1');

  return ({ key }: { key: number }, stepPath: string): boolean => {
    const ids = stepPath.split('/');
    const began = ids.map((_, index) => toEventId('compensationStarted', ids.slice(0, index + 1).join('/')));
    return undoes.get([key, JSON.stringify(began)]) !== undefined;
  };
}
