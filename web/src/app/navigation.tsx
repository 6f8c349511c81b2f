import { Link, NavLink } from 'react-router';
import { classes } from '@/lib/classes';
import { useStudio } from '@/lib/use-studio';
import { ROOMS } from './rooms';
import { ThemeToggle } from './theme-toggle';

export function Navigation() {
  const studio = useStudio();
  return (
    <header className="flex items-center gap-2 border-line border-b bg-surface px-4 py-2 lg:w-52 lg:shrink-0 lg:flex-col lg:items-stretch lg:gap-5 lg:border-r lg:border-b-0 lg:px-3 lg:py-4">
      <Link to="/executions" className="flex items-center gap-2.5 rounded-md lg:px-2" aria-label="Agent Studio, start">
        <img src="/icon.svg" alt="" className="size-6" />
        <span className="hidden font-semibold tracking-tight sm:inline">Agent Studio</span>
      </Link>
      <nav aria-label="Main" className="min-w-0 flex-1">
        <ul className="flex gap-1 lg:flex-col">
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
                <Icon aria-hidden className="hidden size-4 min-[400px]:block" />
                {label}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex items-center justify-between gap-2 lg:px-1">
        <ThemeToggle />
        {studio !== undefined && <span className="hidden text-2xs text-ink-faint lg:inline">v{studio.version}</span>}
      </div>
    </header>
  );
}
