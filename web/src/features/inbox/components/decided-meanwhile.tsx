import type { Approval } from '@client';
import { Link } from 'react-router';
import { toApprovalWords } from '@/components/approval/approval-words';
import { Timestamp } from '@/components/timestamp';
import { toApprovalAddress } from '@/lib/approval-address';
import { useDecidedMeanwhile } from '../api/use-decided-meanwhile';

/** What became of requests that were in the list, in one line each; `pending` is what is in it now. */
export function DecidedMeanwhile({ pending }: { pending: readonly Approval[] | undefined }) {
  const decided = useDecidedMeanwhile(pending);
  return (
    <section role="status" aria-label="Decided meanwhile" className="[&:not(:empty)]:mb-3">
      {decided.map((approval) => (
        <p key={approval.id} className="flex flex-wrap items-baseline gap-x-2 px-1 py-0.5 text-[0.8125rem] text-ink-soft">
          <Link to={toApprovalAddress(approval)} className="min-w-0 rounded font-medium [overflow-wrap:anywhere] hover:underline">
            {approval.name}
          </Link>
          <span>{toApprovalWords(approval.status, approval.decision)}</span>
          {approval.decision !== null && <Timestamp time={approval.decision.at} className="text-ink-faint text-xs tabular-nums" />}
        </p>
      ))}
    </section>
  );
}
