import { ArrowLeftRight } from 'lucide-react';
import { Link } from 'react-router';
import { buttonClass } from '@/components/button';

/** The same two the other way round, and the way to another second one. */
export function SwapLink({ left, right }: { left: string; right: string }) {
  return (
    <>
      <Link to={`/executions/${encodeURIComponent(left)}/compare`} className={buttonClass('quiet')}>
        With another one
      </Link>
      <Link to={`/executions/${encodeURIComponent(right)}/compare/${encodeURIComponent(left)}`} className={buttonClass()}>
        <ArrowLeftRight aria-hidden className="size-4" /> Change sides
      </Link>
    </>
  );
}
