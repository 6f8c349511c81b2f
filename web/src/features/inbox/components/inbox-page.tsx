import type { Approval, ApprovalStatus } from '@client';
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { ApprovalCard } from '@/components/approval/approval-card';
import { Button } from '@/components/button';
import { Checkbox } from '@/components/checkbox';
import { EmptyState } from '@/components/empty-state';
import { FailureNote } from '@/components/error-note';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { Skeleton } from '@/components/skeleton';
import { toClock } from '@/lib/format';
import { useQueryState } from '@/lib/use-query-state';
import { useApprovals } from '../api/use-approvals';
import { DecideSeveral } from './decide-several';
import { InboxTabs } from './inbox-tabs';
import { NotifyMe } from './notify-me';

const PENDING: readonly ApprovalStatus[] = ['pending'];
const SETTLED: readonly ApprovalStatus[] = ['approved', 'rejected', 'expired', 'cancelled'];

/** What waits for people, and what they have decided. */
export function InboxPage() {
  const [show] = useQueryState('show');
  const decided = show === 'decided';
  const { data, error, dataUpdatedAt, hasNextPage, fetchNextPage, isFetchingNextPage } = useApprovals(decided ? SETTLED : PENDING);
  const approvals = data?.pages.flatMap(({ items }) => items) ?? [];
  const [chosenIds, setChosenIds] = useState<ReadonlySet<string>>(new Set());
  const chosen = approvals.filter((approval) => chosenIds.has(approval.id) && canBeDecidedTogether(approval));
  const choose = (id: string, on: boolean) => setChosenIds((ids) => new Set(on ? [...ids, id] : [...ids].filter((one) => one !== id)));
  return (
    <Page title="Inbox">
      <PageHeader title="Inbox" description="What waits for a person." actions={<NotifyMe />} />
      <InboxTabs decided={decided} />
      {error !== null && (
        <div className="mb-3">
          <FailureNote
            title={data === undefined ? 'The inbox could not be read' : `Not up to date: as of ${toClock(dataUpdatedAt)}`}
            error={error}
          />
        </div>
      )}
      {data === undefined && error === null && <Skeleton label="Loading the inbox" />}
      {data !== undefined && approvals.length === 0 && (
        <EmptyState icon={Inbox} title={decided ? 'Nothing has been decided yet' : 'Nothing waits for you'}>
          {decided ? undefined : 'When an execution needs a person it asks here, and waits as long as it takes.'}
        </EmptyState>
      )}
      {!decided && chosen.length > 0 && <DecideSeveral chosen={chosen} onDone={() => setChosenIds(new Set())} />}
      <ul className="space-y-3">
        {approvals.map((approval) => (
          <li key={approval.id} className="flex gap-3">
            {!decided && (
              <span className="w-4 shrink-0 pt-3">
                {canBeDecidedTogether(approval) && (
                  <Checkbox
                    label={`Choose the request of ${approval.name}`}
                    checked={chosenIds.has(approval.id)}
                    onChange={(on) => choose(approval.id, on)}
                  />
                )}
              </span>
            )}
            <div className="min-w-0 flex-1">
              <ApprovalCard approval={approval} />
            </div>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'Loading…' : 'Load more'}
          </Button>
        </div>
      )}
    </Page>
  );
}

/** What needs answers, or a judgement of its own, is decided by itself. */
function canBeDecidedTogether({ kind, form, status }: Approval): boolean {
  return status === 'pending' && kind !== 'inDoubt' && form === undefined;
}
