import type { Execution } from '@client';
import { memo } from 'react';
import { Link } from 'react-router';
import { Checkbox } from '@/components/checkbox';
import { Elapsed } from '@/components/elapsed';
import { StatusBadge } from '@/components/status-badge';
import { Tag } from '@/components/tag';
import { Timestamp } from '@/components/timestamp';
import { classes } from '@/lib/classes';
import { toCountText, toNumberText } from '@/lib/format';
import { toInputLine } from '../model/input-line';

/** In px; the same for every row, so that nothing has to be measured. */
export const ROW_HEIGHT = 57;

interface ExecutionRowProps {
  /** In the list, from 0. */
  index: number;
  execution: Execution;
  chosen: boolean;
  onChoose: (id: string, chosen: boolean) => void;
}

/** One execution; its whole row leads to it. */
export const ExecutionRow = memo(function ExecutionRow({ index, execution, chosen, onChoose }: ExecutionRowProps) {
  const { id, name, status, startedAt, endedAt, usage, error, forkedFrom } = execution;
  const about = toInputLine(execution.input);
  return (
    <tr
      aria-rowindex={index + 2}
      style={{ height: ROW_HEIGHT }}
      className={classes('relative border-line border-b transition-colors', chosen ? 'bg-accent-soft/60' : 'hover:bg-raised/60')}
    >
      <td className="pl-3 sm:pl-4">
        <Checkbox label={`Choose ${name}, ${id}`} checked={chosen} onChange={(on) => onChoose(id, on)} />
      </td>
      <td className="px-2 sm:px-4">
        <Link
          title={`${name} (${id})`}
          to={`/executions/${encodeURIComponent(id)}`}
          className="block truncate font-medium after:absolute after:inset-0"
        >
          {name}
        </Link>
        <span className="block truncate text-ink-faint text-xs">
          <span className="md:hidden">
            <Timestamp time={startedAt} />
            {' · '}
          </span>
          {forkedFrom !== undefined && <span>{forkedFrom.kind === 'fork' ? 'fork · ' : 'retry · '}</span>}
          {about === '' ? <span className="font-mono">{id}</span> : <span title={about}>{about}</span>}
        </span>
      </td>
      <td className="px-2 sm:px-4">
        <StatusBadge status={status} />
        {error !== null && <span className="mt-0.5 block truncate font-mono text-2xs text-bad">{error.code}</span>}
      </td>
      <td className="hidden px-4 text-ink-soft tabular-nums md:table-cell">
        <Timestamp time={startedAt} />
      </td>
      <td className="hidden px-4 text-ink-soft sm:table-cell">
        <Elapsed from={startedAt} to={endedAt} />
      </td>
      <td className="hidden px-4 text-right text-ink-soft tabular-nums md:table-cell">
        {toNumberText(usage.calls)}
        {usage.wastedCalls > 0 && (
          <span className="ml-1.5">
            <Tag tone="warn" title={`${toCountText(usage.wastedCalls, 'call')} sent, perhaps paid for, and not used`}>
              +{usage.wastedCalls}
            </Tag>
          </span>
        )}
      </td>
      <td className="hidden px-4 text-right text-ink-soft tabular-nums sm:table-cell">
        {toNumberText(usage.inputTokens + usage.outputTokens)}
      </td>
    </tr>
  );
});
