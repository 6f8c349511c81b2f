import type { Execution } from '@client';
import { memo } from 'react';
import { Link } from 'react-router';
import { Elapsed } from '@/components/elapsed';
import { StatusBadge } from '@/components/status-badge';
import { Tag } from '@/components/tag';
import { Timestamp } from '@/components/timestamp';
import { toCountText, toNumberText } from '@/lib/format';

/** One execution; its whole row leads to it. */
export const ExecutionRow = memo(function ExecutionRow({ execution }: { execution: Execution }) {
  const { id, name, status, startedAt, endedAt, usage, error } = execution;
  return (
    <tr className="relative transition-colors hover:bg-raised/60">
      <td className="px-4 py-2.5">
        <Link to={`/executions/${encodeURIComponent(id)}`} className="block truncate font-medium after:absolute after:inset-0">
          {name}
        </Link>
        <span className="block truncate text-ink-faint text-xs">
          <span className="md:hidden">
            <Timestamp time={startedAt} />
            {' · '}
          </span>
          <span className="font-mono">{id}</span>
        </span>
      </td>
      <td className="px-4 py-2.5">
        <StatusBadge status={status} />
        {error !== null && <span className="mt-0.5 block truncate font-mono text-2xs text-bad">{error.code}</span>}
      </td>
      <td className="hidden px-4 py-2.5 text-ink-soft tabular-nums md:table-cell">
        <Timestamp time={startedAt} />
      </td>
      <td className="hidden px-4 py-2.5 text-ink-soft sm:table-cell">
        <Elapsed from={startedAt} to={endedAt} />
      </td>
      <td className="hidden px-4 py-2.5 text-right text-ink-soft tabular-nums md:table-cell">
        {toNumberText(usage.calls)}
        {usage.wastedCalls > 0 && (
          <span className="ml-1.5">
            <Tag tone="warn" title={`${toCountText(usage.wastedCalls, 'call')} sent, perhaps paid for, and not used`}>
              +{usage.wastedCalls}
            </Tag>
          </span>
        )}
      </td>
      <td className="hidden px-4 py-2.5 text-right text-ink-soft tabular-nums sm:table-cell">
        {toNumberText(usage.inputTokens + usage.outputTokens)}
      </td>
    </tr>
  );
});
