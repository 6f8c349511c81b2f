import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { toStepAnchor } from '../model/transcript-groups';

/** Leads to what a step said, from every view; the address is a link to that step. */
export function StepLink({ path, className, children }: { path: string; className: string; children: ReactNode }) {
  const [query] = useSearchParams();
  const transcript = new URLSearchParams(query);
  transcript.delete('tab');
  return (
    <Link to={{ search: transcript.toString(), hash: encodeURIComponent(toStepAnchor(path)) }} className={className}>
      {children}
    </Link>
  );
}
