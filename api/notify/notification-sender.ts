import type { Notice } from '../../contracts/ports/notice-store';
import { NotDelivered, type Notifier } from '../../contracts/ports/notifier';
import type { ApiDependencies } from '../dependencies';
import { createRounds } from '../sweep/rounds';

const INTERVAL_MS = 2_000;
const LEASE_MS = 30_000;
/** Notices read at a time. */
const BATCH = 50;
/** Approvals told of at a time: a channel that is slow to take one holds up the others less. */
const AT_ONCE = 10;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 10 * 60 * 1000;

interface NotificationSender {
  /** Sends what is due now, and then again and again. */
  start(): void;
  /** Sends what is due, unless another process is the sender. */
  send(): Promise<void>;
  /** Resolves when the sending under way has stopped. */
  stop(): Promise<void>;
}

/**
 * Empties the outbox: each notice goes to every channel until that has taken it, at growing intervals, for as long as
 * its approval is pending. Of all API processes of a data folder the one with the lease does it.
 */
export function createNotificationSender(
  { executions, leases, logger }: Pick<ApiDependencies, 'executions' | 'leases' | 'logger'>,
  notifiers: readonly Notifier[],
): NotificationSender {
  const rounds = createRounds({ leases, logger }, { name: 'notifier', intervalMs: INTERVAL_MS, leaseMs: LEASE_MS }, sendDue);

  async function sendDue(mayGoOn: () => Promise<boolean>): Promise<void> {
    while (await mayGoOn()) {
      const notices = await executions.listDueNotices(BATCH);
      const rest = byApproval(notices).values();
      await Promise.all(Array.from({ length: AT_ONCE }, () => sendAll(rest, mayGoOn)));
      if (notices.length < BATCH) return;
    }
  }

  async function sendAll(rest: Iterable<Notice[]>, mayGoOn: () => Promise<boolean>): Promise<void> {
    for (const notices of rest) {
      for (const notice of notices) {
        if (!(await mayGoOn())) return;
        await attempt(notice);
      }
    }
  }

  /** One that cannot even be read does not keep the others from being sent. */
  async function attempt(notice: Notice): Promise<void> {
    try {
      await sendNotice(notice);
    } catch (err) {
      const { id, sentBy, tries } = notice;
      logger.error({ err, deliveryId: id }, 'A notification could not be sent; it is tried again');
      await executions.settleNotice(id, { sentBy, againAt: toNextTry(tries) });
    }
  }

  async function sendNotice({ id, organizationId, approvalId, event, sentBy, tries }: Notice): Promise<void> {
    const approval = await executions.getApproval(organizationId, approvalId);
    if (approval?.status !== 'pending') return executions.settleNotice(id, { sentBy });
    const open = notifiers.filter((notifier) => !sentBy.includes(notifier.id));
    const taken = await Promise.all(open.map((notifier) => hand(notifier, { deliveryId: id, event, approval })));
    const now = [...sentBy, ...open.flatMap((notifier, index) => (taken[index] ? [notifier.id] : []))];
    await executions.settleNotice(id, { sentBy: now, ...(taken.every(Boolean) ? {} : { againAt: toNextTry(tries) }) });
  }

  async function hand(notifier: Notifier, notification: Parameters<Notifier['send']>[0]): Promise<boolean> {
    try {
      await notifier.send(notification);
      return true;
    } catch (error) {
      if (!(error instanceof NotDelivered)) throw error;
      const { deliveryId } = notification;
      logger.warn({ channel: notifier.id, deliveryId, reason: error.reason }, 'A notification was not taken; it is sent again');
      return false;
    }
  }

  return { start: rounds.start, send: rounds.round, stop: rounds.stop };
}

/** Those of one approval in their order, one after the other. */
function byApproval(notices: Notice[]): Notice[][] {
  const groups = new Map<string, Notice[]>();
  for (const notice of notices) groups.set(notice.approvalId, [...(groups.get(notice.approvalId) ?? []), notice]);
  return [...groups.values()];
}

/** ISO 8601; later after each try. */
function toNextTry(tries: number): string {
  return new Date(Date.now() + Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS)).toISOString();
}
