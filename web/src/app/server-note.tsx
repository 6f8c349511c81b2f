import { CloudOff } from 'lucide-react';
import { toClock } from '@/lib/format';
import { useAwaySince } from '@/lib/use-pending-approvals';

/** Says on every page that the server does not answer, and as of when what is shown may be. */
export function ServerNote() {
  const since = useAwaySince();
  return (
    <p role="status" className="order-last flex basis-full items-start gap-1.5 text-warn text-xs empty:hidden lg:basis-auto lg:px-1">
      {since !== null && (
        <>
          <CloudOff aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {since === 0 ? 'No answer from the server' : `No answer from the server, as of ${toClock(since)}`}
        </>
      )}
    </p>
  );
}
