import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
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
  const { search } = useLocation();
  return (
    <Link to={{ search: withCall(search, callId) }} preventScrollReset title={title} aria-label={label} className={className}>
      {children}
    </Link>
  );
}
