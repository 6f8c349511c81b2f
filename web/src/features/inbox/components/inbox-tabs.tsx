import { Link } from 'react-router';
import { classes } from '@/lib/classes';

const TABS = [
  { search: '', label: 'Waiting', decided: false },
  { search: '?show=decided', label: 'Decided', decided: true },
];

/** What waits, or what has been decided; links, so that back and sharing keep the choice. */
export function InboxTabs({ decided }: { decided: boolean }) {
  return (
    <nav aria-label="Which approvals" className="mb-3 flex gap-1">
      {TABS.map((tab) => (
        <Link
          key={tab.label}
          to={{ search: tab.search }}
          aria-current={tab.decided === decided ? 'true' : undefined}
          className={classes(
            'inline-flex h-7 items-center rounded-full px-3 font-medium text-[0.8125rem]',
            tab.decided === decided ? 'bg-accent-soft text-accent' : 'text-ink-soft hover:bg-raised',
          )}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
