import type { Notification } from './notifier';

/**
 * The outbox of notifications: a notice is written with the request or the escalation that it tells of, in the same
 * transaction, and stays until every channel has taken it or nothing waits any more.
 */
export interface NoticeStore {
  /** Notices that are due, those longest overdue first, of all organizations. */
  listDueNotices(limit: number): Promise<Notice[]>;
  /** Which channels have taken it by now; it is due again at `againAt` (ISO 8601), or done when that is absent. */
  settleNotice(noticeId: string, settled: { sentBy: string[]; againAt?: string }): Promise<void>;
}

export interface Notice {
  id: string;
  organizationId: string;
  approvalId: string;
  event: Notification['event'];
  /** Ids of the channels that have taken it. */
  sentBy: string[];
  /** Times that it was settled to be due again. */
  tries: number;
}
