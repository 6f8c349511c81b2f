import { ChevronLeft } from 'lucide-react';
import { Link } from 'react-router';

/** The way back to the list that this is of. */
export function Breadcrumb({ to, label }: { to: string; label: string }) {
  return (
    <Link to={to} className="mb-2 inline-flex items-center gap-1 rounded text-ink-soft text-xs hover:text-ink">
      <ChevronLeft aria-hidden className="size-3.5" />
      {label}
    </Link>
  );
}
