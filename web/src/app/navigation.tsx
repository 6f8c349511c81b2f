import { Search } from 'lucide-react';
import { Link, NavLink } from 'react-router';
import { classes } from '@/lib/classes';
import { toCountMark, usePendingApprovals } from '@/lib/use-pending-approvals';
import { useStudio } from '@/lib/use-studio';
import { ROOMS } from './rooms';
import { ServerNote } from './server-note';
import { ThemeToggle } from './theme-toggle';
import { useNotifications } from './use-notifications';

/** The rooms, the search over all of them, and the theme. */
export function Navigation({ onSearch }: { onSearch: () => void }) {
  const studio = useStudio();
  const pending = usePendingApprovals();
  useNotifications(pending);
  const waiting = pending?.length ?? 0;
  return (
    <header className="flex flex-wrap items-center gap-2 border-line border-b bg-surface px-4 py-2 lg:w-52 lg:flex-nowrap lg:shrink-0 lg:flex-col lg:items-stretch lg:gap-5 lg:border-r lg:border-b-0 lg:px-3 lg:py-4">
      <Link to="/executions" className="flex items-center gap-2.5 rounded-md lg:px-2" aria-label="Agent Studio, start">
        <img src="/icon.svg" alt="" className="size-6" />
        <span className="font-semibold tracking-tight">Agent Studio</span>
      </Link>
      <button
        type="button"
        onClick={onSearch}
        title="Search and commands"
        className="ml-auto flex h-8 items-center gap-2 rounded-md border border-line px-2 text-[0.8125rem] text-ink-faint transition-colors hover:border-line-strong hover:text-ink md:order-1 lg:order-none lg:ml-0"
      >
        <Search aria-hidden className="size-4" />
        <span className="sr-only lg:not-sr-only">Search</span>
        <kbd aria-hidden className="ml-auto hidden rounded border border-line px-1 font-sans text-2xs lg:inline">
          Ctrl K
        </kbd>
      </button>
      <nav aria-label="Main" className="order-3 -mx-2 min-w-0 basis-full md:order-none md:mx-0 md:flex-1">
        <ul className="flex justify-between gap-1 overflow-x-auto md:justify-start lg:flex-col">
          {ROOMS.map(({ path, label, icon: Icon }) => (
            <li key={path}>
              <NavLink
                to={path}
                className={({ isActive }) =>
                  classes(
                    'flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-[0.8125rem] transition-colors',
                    isActive ? 'bg-accent-soft text-accent' : 'text-ink-soft hover:bg-raised hover:text-ink',
                  )
                }
              >
                <Icon aria-hidden className="hidden size-4 min-[440px]:block" />
                {label}
                {path === '/inbox' && waiting > 0 && (
                  <span className="ml-auto rounded-full bg-warn-soft px-1.5 font-semibold text-2xs text-warn">
                    {toCountMark(waiting)}
                    <span className="sr-only"> waiting</span>
                  </span>
                )}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex items-center justify-between gap-2 md:order-2 lg:px-1">
        <ThemeToggle />
        {studio !== undefined && <span className="hidden text-2xs text-ink-faint lg:inline">v{studio.version}</span>}
      </div>
      <ServerNote />
    </header>
  );
}
