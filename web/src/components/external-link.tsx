import { ArrowUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { buttonClass } from './button';

/** A link to another site, in a new tab. */
export function ExternalLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className={buttonClass('secondary')}>
      {children}
      <ArrowUpRight aria-hidden className="size-3.5 text-ink-faint" />
      <span className="sr-only">(opens in a new tab)</span>
    </a>
  );
}
