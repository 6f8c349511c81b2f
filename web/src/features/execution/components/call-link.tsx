import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { withCall } from '../model/call-address';

interface CallLinkProps {
  callId: string;
  className?: string;
  title?: string;
  label?: string;
  children?: ReactNode;
}

/** Leads to the inspector of a call, on the same page. */
export function CallLink({
  callId,
  className = 'rounded text-accent text-xs underline underline-offset-2',
  title,
  label,
  children,
}: CallLinkProps) {
  const [query] = useSearchParams();
  return (
    <Link to={{ search: withCall(query, callId) }} preventScrollReset title={title} aria-label={label} className={className}>
      {children}
    </Link>
  );
}
