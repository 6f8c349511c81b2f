import type { Approval } from '@client';
import { useEffect, useRef } from 'react';
import { toPlainLine } from '@/lib/to-plain-line';

/** Tells of new approvals while the page is not looked at, if the browser may; a click leads to the inbox. */
export function useNotifications(pending: readonly Approval[] | undefined): void {
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (pending === undefined) return;
    const before = known.current;
    known.current = new Set(pending.map(({ id }) => id));
    // What waits already when the page is opened is in the badge.
    if (before === null || !document.hidden || !('Notification' in window) || Notification.permission !== 'granted') return;
    for (const { id, name, prompt } of pending.filter((approval) => !before.has(approval.id))) {
      const notification = new Notification(`${toPlainLine(name)} waits for a decision`, {
        body: toPlainLine(prompt.slice(0, 200)),
        tag: id,
      });
      notification.onclick = () => {
        window.focus();
        window.location.assign('/inbox');
      };
    }
  }, [pending]);
}
