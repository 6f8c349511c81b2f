import type { Notification } from '../../../contracts/ports/notifier';
import type { SqliteDatabase } from '../open-database';
import type { ExecutionRow } from './execution-rows';

/** The outbox, for use inside a write transaction. */
export function createNoticeRows(database: SqliteDatabase) {
  const insert = database.statement(
    'INSERT INTO notices (execution, organization, id, approval, event, dueMs) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
  );
  return {
    /** Once for each event of an approval. */
    insert(row: ExecutionRow, approvalId: string, event: Notification['event'], at: string): void {
      insert.run([row.key, row.organization, `${approvalId}.${event}`, approvalId, event, Date.parse(at)]);
    },
  };
}
