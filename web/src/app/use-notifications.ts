import type { Approval } from '@client';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { toApprovalAddress } from '@/lib/approval-address';
import { toPlainLine } from '@/lib/to-plain-line';
import { useSeenAnywhere } from './use-seen-anywhere';

/**
 * Tells of new approvals while no tab of the Studio is looked at, if the browser may: of each once, and a click opens
 * it. `pending` is the newest of them, newest first.
 */
export function useNotifications(pending: readonly Approval[] | undefined): void {
  const navigate = useNavigate();
  const isSeen = useSeenAnywhere();
  const known = useRef<{ ids: Set<string>; since: string } | null>(null);
  useEffect(() => {
    if (pending === undefined) return;
    // What waits already when the page is opened is in the badge; what is older comes into the list when that gets shorter.
    known.current ??= { ids: new Set(pending.map(({ id }) => id)), since: pending.at(-1)?.requestedAt ?? '' };
    const { ids, since } = known.current;
    const fresh = pending.filter(({ id, requestedAt }) => !ids.has(id) && requestedAt >= since);
    for (const { id } of pending) ids.add(id);
    if (fresh.length === 0 || !('Notification' in window) || Notification.permission !== 'granted') return;
    void isSeen().then((seen) => {
      if (!seen) for (const approval of fresh) notify(approval, () => void navigate(toApprovalAddress(approval)));
    });
  }, [pending, isSeen, navigate]);
}

/** Several tabs tell of the same one, and the browser shows it once, for it has one tag. */
function notify({ id, name, prompt }: Approval, open: () => void): void {
  let notification: Notification;
  try {
    notification = new Notification(`${toPlainLine(name)} waits for a decision`, { body: toPlainLine(prompt.slice(0, 200)), tag: id });
  } catch (error) {
    // Browsers of telephones have the class, say that it is granted, and let only service workers use it.
    if (error instanceof TypeError) return;
    throw error;
  }
  notification.onclick = () => {
    window.focus();
    notification.close();
    open();
  };
}
