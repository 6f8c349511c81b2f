import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { toStepAddress } from '../model/step-address';

interface StepLinkProps {
  path: string;
  className: string;
  title?: string;
  children: ReactNode;
}

/** Leads to what a step said, from every view; the address is a link to that step. */
export function StepLink({ path, className, title, children }: StepLinkProps) {
  const { search } = useLocation();
  return (
    <Link to={toStepAddress(search, path)} title={title} className={className}>
      {children}
    </Link>
  );
}
