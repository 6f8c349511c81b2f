import type { ExecutionView } from '@client';
import { lazy, Suspense } from 'react';
import { FailureNote } from '@/components/error-note';
import { useApproval } from '../api/use-approval';

const ApprovalCard = lazy(async () => ({ default: (await import('@/components/approval/approval-card')).ApprovalCard }));

/** What this execution waits for people for, decided in place. */
export function PendingApprovals({ approvals }: Pick<ExecutionView, 'approvals'>) {
  const pending = [...approvals.values()].filter(({ state }) => state === 'pending');
  if (pending.length === 0) return null;
  return (
    <section aria-label="Waiting for a decision" className="mt-4 max-h-[50dvh] space-y-3 overflow-y-auto">
      {pending.map(({ id }) => (
        <PendingApproval key={id} id={id} />
      ))}
    </section>
  );
}

function PendingApproval({ id }: { id: string }) {
  const { data, error } = useApproval(id);
  if (error !== null) return <FailureNote title="What is asked could not be read" error={error} />;
  if (data === undefined) return null;
  return (
    <Suspense>
      <ApprovalCard approval={data} />
    </Suspense>
  );
}
