import type { ReactNode } from 'react';

/** A titled part of something small. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1.5 text-ink-faint text-xs">{title}</h3>
      {children}
    </section>
  );
}
