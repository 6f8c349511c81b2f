import type { Notice, NoticeStore } from '../../../contracts/ports/notice-store';
import type { Parts } from './parts';

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
