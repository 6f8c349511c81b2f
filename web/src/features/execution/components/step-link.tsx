import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { toStepAddress } from '../model/step-address';

/** Leads to what a step said, from every view; the address is a link to that step. */
export function StepLink({ path, className, children }: { path: string; className: string; children: ReactNode }) {
  const [query] = useSearchParams();
  return (
    <Link to={toStepAddress(query, path)} className={className}>
      {children}
    </Link>
  );
}
