import type { ApprovalView } from '@client';
import { CircleCheck, CircleSlash } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { toApprovalWords } from '@/components/approval/approval-words';
import { FailureNote } from '@/components/error-note';
import { Skeleton } from '@/components/skeleton';
import { Timestamp } from '@/components/timestamp';
import { loadPart } from '@/lib/load-part';
import { useApproval } from '../../api/use-approval';

const ApprovalCard = lazy(() => loadPart(async () => ({ default: (await import('@/components/approval/approval-card')).ApprovalCard })));

/** What a step asks people, decided here; one line once it is settled. */
export function ApprovalInPlace({ approval }: { approval: ApprovalView }) {
  return approval.state === 'pending' ? <PendingApproval id={approval.id} /> : <SettledApproval approval={approval} />;
}

/** What is asked, whole, to be decided. */
export function PendingApproval({ id }: { id: string }) {
  const { data, error } = useApproval(id);
  // Once it is read it stays, with what somebody is writing into it; that it could not be read again changes nothing.
  if (data === undefined) {
    return error === null ? (
      <Skeleton label="Loading what is asked" />
    ) : (
      <FailureNote title="What is asked could not be read" error={error} />
    );
  }
  return (
    <Suspense fallback={<Skeleton label="Loading what is asked" />}>
      <ApprovalCard approval={data} />
    </Suspense>
  );
}

function SettledApproval({ approval: { state, prompt, decision, settledAt } }: { approval: ApprovalView }) {
  const Icon = state === 'approved' ? CircleCheck : CircleSlash;
  return (
    <details className="text-[0.8125rem]">
      <summary className="flex items-center gap-2 rounded text-ink-soft hover:text-ink">
        <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />
        <span className="min-w-0 truncate">
          <span className="font-medium">{toApprovalWords(state, decision)}</span>
          {decision?.comment !== undefined && <span className="text-ink-faint">: {decision.comment}</span>}
        </span>
        {settledAt !== null && <Timestamp time={settledAt} className="ml-auto shrink-0 text-2xs text-ink-faint tabular-nums" />}
      </summary>
      <p className="prose-plain mt-2 max-h-72 overflow-y-auto border-line border-l-2 pl-3 text-ink-soft">{prompt}</p>
    </details>
  );
}
