import { GitFork } from 'lucide-react';
import { Link } from 'react-router';
import { Panel } from '@/components/panel';
import { StatusBadge } from '@/components/status-badge';
import { Timestamp } from '@/components/timestamp';
import type { LineageNode } from '../model/lineage';

interface LineageProps {
  origin: LineageNode;
  /** The execution that is looked at. */
  current: string;
}

/** Originals, forks and retries as a small tree; each other one can be compared with the one that is looked at. */
export function Lineage({ origin, current }: LineageProps) {
  return (
    <Panel title="Lineage" bodyClassName="px-4 py-3">
      <ol>
        <LineageItem node={origin} current={current} />
      </ol>
    </Panel>
  );
}

function LineageItem({ node, current }: { node: LineageNode; current: string }) {
  const { id, name, status, forkedFrom, startedAt } = node.execution;
  return (
    <li>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1 text-[0.8125rem]">
        {forkedFrom !== undefined && (
          <span className="flex items-center gap-1 text-ink-faint text-xs">
            <GitFork aria-hidden className="size-3.5" />
            {forkedFrom.kind} at {forkedFrom.superstep}
          </span>
        )}
        {id === current ? (
          <span className="font-semibold">this one</span>
        ) : (
          <Link to={`/executions/${encodeURIComponent(id)}`} className="rounded font-medium hover:underline">
            {forkedFrom === undefined ? `the original, ${name}` : <Timestamp time={startedAt} />}
          </Link>
        )}
        <StatusBadge status={status} />
        {id !== current && (
          <Link
            to={`/executions/${encodeURIComponent(current)}/compare/${encodeURIComponent(id)}`}
            className="rounded text-accent text-xs underline underline-offset-2"
          >
            Compare
          </Link>
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
