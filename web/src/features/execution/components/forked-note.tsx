import type { Execution } from '@client';
import { GitFork } from 'lucide-react';
import { Link } from 'react-router';
import { toCountText } from '@/lib/format';
import { toEditsText } from '../model/lineage';

/** Where a fork or a retry comes from, what it has in another way, and the way to look at both. */
export function ForkedNote({ execution: { id, forkedFrom } }: { execution: Execution }) {
  if (forkedFrom === undefined) return null;
  const { executionId, superstep, kind, edits = [] } = forkedFrom;
  const origin = `/executions/${encodeURIComponent(executionId)}`;
  const link = 'rounded text-accent underline underline-offset-2';
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-soft text-xs">
      <span className="flex items-center gap-1">
        <GitFork aria-hidden className="size-3.5 text-ink-faint" />
        <span>
          {kind === 'fork' ? 'Forked' : 'Retried'} {superstep === 0 ? 'from the beginning' : `after superstep ${superstep}`} of{' '}
          <Link to={origin} className={link}>
            its original
          </Link>
        </span>
      </span>
      {edits.length > 0 && (
        <span title={toEditsText(edits)} className="min-w-0 truncate">
          {toCountText(edits.length, 'edit')}: {toEditsText(edits)}
        </span>
      )}
      <Link to={`${origin}/compare/${encodeURIComponent(id)}`} className={link}>
        Compare them
      </Link>
    </p>
  );
}
