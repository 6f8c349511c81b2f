import type { Execution } from '@client';
import { GitFork } from 'lucide-react';
import { Link } from 'react-router';
import { Panel } from '@/components/panel';
import { StatusBadge } from '@/components/status-badge';
import { Timestamp } from '@/components/timestamp';
import { type LineageNode, type LineageTree, toEditsText } from '../../model/lineage';

interface LineageProps {
  tree: LineageTree;
  /** The execution that is looked at. */
  current: string;
}

/** Originals, forks and retries as a small tree; each can be compared with what it was made from and with the one that is looked at. */
export function Lineage({ tree: { origin, rootless, cut }, current }: LineageProps) {
  return (
    <Panel title="Lineage" bodyClassName="px-4 py-3">
      {rootless && <p className="pb-1 text-ink-faint text-xs">The execution that this began with was deleted.</p>}
      <ol>
        <LineageItem node={origin} current={current} />
      </ol>
      {cut && <p className="pt-1 text-ink-faint text-xs">There are more than are shown here.</p>}
    </Panel>
  );
}

function LineageItem({ node, current }: { node: LineageNode; current: string }) {
  const { id, status, forkedFrom, startedAt } = node.execution;
  return (
    <li>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1 text-[0.8125rem]" aria-current={id === current ? 'true' : undefined}>
        <span className="flex items-center gap-1 text-ink-faint text-xs">
          <GitFork aria-hidden className="size-3.5" />
          {forkedFrom === undefined ? 'original' : `${forkedFrom.kind} at ${forkedFrom.superstep}`}
        </span>
        {id === current ? (
          <span className="font-semibold">this one</span>
        ) : (
          <Link to={`/executions/${encodeURIComponent(id)}`} className="rounded font-medium hover:underline">
            {forkedFrom === undefined ? node.execution.name : <Timestamp time={startedAt} />}
          </Link>
        )}
        <StatusBadge status={status} />
        <Comparisons execution={node.execution} current={current} />
        {forkedFrom?.edits !== undefined && (
          <span className="w-full truncate pl-5 text-ink-faint text-xs" title={toEditsText(forkedFrom.edits)}>
            edited: {toEditsText(forkedFrom.edits)}
          </span>
        )}
      </div>
      {node.children.length > 0 && (
        <ol className="ml-2 border-line border-l pl-4">
          {node.children.map((child) => (
            <LineageItem key={child.execution.id} node={child} current={current} />
          ))}
        </ol>
      )}
    </li>
  );
}

/** With the one that is looked at, and with what it was made from when that is another one. */
function Comparisons({ execution: { id, forkedFrom }, current }: { execution: Execution; current: string }) {
  const to = (left: string, right: string) => `/executions/${encodeURIComponent(left)}/compare/${encodeURIComponent(right)}`;
  const link = 'rounded text-accent text-xs underline underline-offset-2';
  const parent = forkedFrom?.executionId;
  return (
    <>
      {id !== current && (
        <Link to={to(current, id)} className={link}>
          Compare with this one
        </Link>
      )}
      {parent !== undefined && parent !== current && (
        <Link to={to(parent, id)} className={link}>
          Compare with its original
        </Link>
      )}
    </>
  );
}
