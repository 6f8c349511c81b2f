import { type ReactNode, useEffect } from 'react';

/** A page that scrolls as a whole; `title` is the tab's. */
export function Page({ title, children }: { title: string; children: ReactNode }) {
  useDocumentTitle(title);
  return <div className="mx-auto w-full max-w-6xl px-4 py-6 sm:px-6 lg:px-8">{children}</div>;
}

/** Names the browser's tab while the caller is on screen. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Agent Studio`;
  }, [title]);
}
