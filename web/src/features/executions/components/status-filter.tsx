import { X } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { toStatusLabel } from '@/components/status-badge';
import { classes } from '@/lib/classes';
import { findGroup, readStatuses, STATUS_GROUPS, withStatuses } from '../status-groups';

const CHIP = 'inline-flex h-7 items-center gap-1.5 rounded-full px-3 text-[0.8125rem] font-medium whitespace-nowrap transition-colors';
const CHOSEN = 'bg-accent-soft text-accent';
const OTHER = 'text-ink-soft hover:bg-raised hover:text-ink';

/** Links to the same page with another filter, so that back, reload and sharing keep it. */
export function StatusFilter({ workflowId }: { workflowId?: string }) {
  const [query] = useSearchParams();
  const statuses = readStatuses(query);
  const chosen = findGroup(statuses);
  const withoutWorkflow = new URLSearchParams(query);
  withoutWorkflow.delete('workflowId');
  return (
    <nav aria-label="Filter by status" className="-mx-1 mb-3 flex flex-wrap gap-1 px-1">
      {STATUS_GROUPS.map((group) => (
        <Link
          key={group.id}
          to={{ search: withStatuses(query, group.statuses).toString() }}
          aria-current={group === chosen ? 'true' : undefined}
          className={classes(CHIP, group === chosen ? CHOSEN : OTHER)}
        >
          {group.label}
        </Link>
      ))}
      {chosen === null && <span className={classes(CHIP, CHOSEN)}>{statuses.map(toStatusLabel).join(', ')}</span>}
      {workflowId !== undefined && (
        <Link to={{ search: withoutWorkflow.toString() }} className={classes(CHIP, CHOSEN)} title="Show those of all workflows">
          Of one workflow <X aria-hidden className="size-3.5" />
          <span className="sr-only">(remove)</span>
        </Link>
      )}
    </nav>
  );
}
