import { type ReactNode, useEffect } from 'react';
import { toPlainLine } from '@/lib/to-plain-line';
import { toCountMark, usePendingApprovals } from '@/lib/use-pending-approvals';

/** A page that scrolls as a whole; `title` is the tab's. */
export function Page({ title, children }: { title: string; children: ReactNode }) {
  useDocumentTitle(title);
  return <div className="mx-auto w-full max-w-6xl px-4 py-6 sm:px-6 lg:px-8">{children}</div>;
}

/** Names the browser's tab while the caller is on screen; what waits for people is counted before it. */
export function useDocumentTitle(title: string): void {
  const mark = toCountMark(usePendingApprovals()?.length ?? 0);
  useEffect(() => {
    document.title = `${mark === '' ? '' : `(${mark}) `}${toPlainLine(title)} · Agent Studio`;
  }, [title, mark]);
}
