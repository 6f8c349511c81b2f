import { Link, useSearchParams } from 'react-router';
import { toStatusLabel } from '@/components/status-badge';
import { classes } from '@/lib/classes';
import { findGroup, readStatuses, STATUS_GROUPS, withStatuses } from '../model/status-groups';

const CHIP = 'inline-flex h-7 items-center gap-1.5 rounded-full px-3 text-[0.8125rem] font-medium whitespace-nowrap transition-colors';
const CHOSEN = 'bg-accent-soft text-accent';
const OTHER = 'text-ink-soft hover:bg-raised hover:text-ink';

/** Links to the same page with another filter, so that back, reload and sharing keep it. */
export function StatusFilter() {
  const [query] = useSearchParams();
  const statuses = readStatuses(query);
  const chosen = findGroup(statuses);
  return (
    <nav aria-label="Filter by status" className="-mx-1 flex flex-wrap gap-1 px-1">
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
    </nav>
  );
}
