import type { Notice, NoticeStore } from '../../../contracts/ports/notice-store';
import type { Notification } from '../../../contracts/ports/notifier';
import type { SqliteDatabase } from '../open-database';
import type { ExecutionRow } from './execution-rows';
import type { Parts } from './parts';

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

/** The outbox as the one who sends sees it. */
export function createNotices({ database }: Parts): NoticeStore {
  const due = database.statement<Omit<Notice, 'sentBy'> & { sentBy: string }>(
    `SELECT id, organization AS organizationId, approval AS approvalId, event, sentBy, tries FROM notices
     WHERE done = 0 AND dueMs <= ? ORDER BY dueMs, key LIMIT ?`,
  );
  const again = database.statement('UPDATE notices SET sentBy = ?, dueMs = ?, tries = tries + 1 WHERE id = ?');
  const finish = database.statement('UPDATE notices SET sentBy = ?, done = 1 WHERE id = ?');

  return {
    listDueNotices: (limit) =>
      database.read(() => due.all([Date.now(), limit]).map((row) => ({ ...row, sentBy: JSON.parse(row.sentBy) as string[] }))),

    async settleNotice(noticeId, { sentBy, againAt }) {
      const taken = JSON.stringify(sentBy);
      await database.write(() => {
        if (againAt === undefined) finish.run([taken, noticeId]);
        else again.run([taken, Date.parse(againAt), noticeId]);
      });
    },
  };
}
