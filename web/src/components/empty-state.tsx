import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** It is all there is on the page, so its title is the page's. */
  whole?: boolean;
  children?: ReactNode;
  action?: ReactNode;
}

/** Nothing is here yet: why, and what to do about it. */
export function EmptyState({ icon: Icon, title, whole = false, children, action }: EmptyStateProps) {
  const Title = whole ? 'h1' : 'p';
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-14 text-center">
      <span className="mb-1 grid size-10 place-items-center rounded-full bg-raised text-ink-faint">
        <Icon aria-hidden className="size-5" />
      </span>
      <Title className="font-medium">{title}</Title>
      {children !== undefined && <p className="max-w-md text-ink-soft">{children}</p>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}
