import type { Approval, ApprovalStatus } from '@client';
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { ApprovalCard } from '@/components/approval/approval-card';
import { Checkbox } from '@/components/checkbox';
import { EmptyState } from '@/components/empty-state';
import { ListParts } from '@/components/list-parts';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { useQueryState } from '@/lib/use-query-state';
import { useApprovals } from '../api/use-approvals';
import { DecideSeveral } from './decide-several';
import { DecidedMeanwhile } from './decided-meanwhile';
import { InboxTabs } from './inbox-tabs';
import { NotifyMe } from './notify-me';

const PENDING: readonly ApprovalStatus[] = ['pending'];
const SETTLED: readonly ApprovalStatus[] = ['approved', 'rejected', 'expired', 'cancelled'];

/** What waits for people, and what they have decided. */
export function InboxPage() {
  const [show] = useQueryState('show');
  const decided = show === 'decided';
  const query = useApprovals(decided ? SETTLED : PENDING);
  const approvals = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const [chosenIds, setChosenIds] = useState<ReadonlySet<string>>(new Set());
  const chosen = approvals.filter((approval) => chosenIds.has(approval.id) && canBeDecidedTogether(approval));
  const choose = (id: string, on: boolean) => setChosenIds((ids) => new Set(on ? [...ids, id] : [...ids].filter((one) => one !== id)));
  return (
    <Page title="Inbox">
      <PageHeader title="Inbox" description="What waits for a person." actions={<NotifyMe />} />
      <InboxTabs decided={decided} />
      {!decided && <DecidedMeanwhile pending={query.isSuccess && !query.isPlaceholderData ? approvals : undefined} />}
      {!decided && chosen.length > 0 && <DecideSeveral chosen={chosen} onDone={() => setChosenIds(new Set())} />}
      <ListParts
        query={query}
        what="The inbox"
        empty={
          <EmptyState icon={Inbox} title={decided ? 'Nothing has been decided yet' : 'Nothing waits for you'}>
            {decided ? undefined : 'When an execution needs a person it asks here and waits, until its deadline if it has one.'}
          </EmptyState>
        }
      >
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
      </ListParts>
    </Page>
  );
}

/** What needs answers, or a judgement of its own, is decided by itself. */
function canBeDecidedTogether({ kind, form, status }: Approval): boolean {
  return status === 'pending' && kind !== 'inDoubt' && form === undefined;
}
