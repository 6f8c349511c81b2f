import type { RouteResponse } from '@client';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Elapsed } from '@/components/elapsed';
import { ScrollPane } from '@/components/scroll-pane';
import { StatusBadge } from '@/components/status-badge';
import { toCostText, toNumberText } from '@/lib/format';
import { toCostDifferenceText, toDifferenceText } from '../model/differences';

type Compared = RouteResponse<'compareExecutions'>['left'];

const COUNTS = [
  ['Model calls', 'calls'],
  ['Wasted calls', 'wastedCalls'],
  ['Tokens in', 'inputTokens'],
  ['Tokens out', 'outputTokens'],
] as const;

/** What each used, how it ended, and what lies between the two. */
export function UsageTable({ left, right }: { left: Compared; right: Compared }) {
  const forks = left.forkedFrom !== undefined || right.forkedFrom !== undefined;
  return (
    <ScrollPane label="What each used" className="shrink-0 rounded-lg border border-line bg-surface">
      <table className="w-full text-[0.8125rem]">
        <caption className="sr-only">Usage of both executions</caption>
        <thead className="border-line border-b text-left">
          <tr>
            <td className="px-1.5 py-2 sm:px-4" />
            <Head execution={left} place="First" />
            <Head execution={right} place="Second" />
            <th scope="col" className="px-1.5 py-2 sm:px-4 font-medium">
              <span className="max-sm:sr-only">Difference</span>
              <span aria-hidden className="sm:hidden">
                ±
              </span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {COUNTS.map(([label, name]) => (
            <Row
              key={name}
              label={label}
              cells={[
                toNumberText(left.usage[name]),
                toNumberText(right.usage[name]),
                toDifferenceText(left.usage[name], right.usage[name]),
              ]}
            />
          ))}
          <Row
            label="Cost"
            cells={[toCostText(left.usage.cost), toCostText(right.usage.cost), toCostDifferenceText(left.usage.cost, right.usage.cost)]}
          />
          <Row
            label="Time"
            cells={[
              <Elapsed key="left" from={left.startedAt} to={left.endedAt} />,
              <Elapsed key="right" from={right.startedAt} to={right.endedAt} />,
              '',
            ]}
          />
        </tbody>
      </table>
      {forks && (
        <p className="border-line border-t px-4 py-2 text-ink-faint text-xs">
          A fork counts only what it calls itself; what it took over was paid for by its original.
        </p>
      )}
    </ScrollPane>
  );
}

function Row({ label, cells }: { label: string; cells: readonly ReactNode[] }) {
  return (
    <tr>
      <th scope="row" className="px-1.5 py-1 sm:px-4 text-left font-normal text-ink-faint">
        {label}
      </th>
      {cells.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns never move
        <td key={index} className="px-1.5 py-1 sm:px-4 tabular-nums">
          {cell}
        </td>
      ))}
    </tr>
  );
}

function Head({ execution, place }: { execution: Compared; place: string }) {
  const { id, status, forkedFrom } = execution;
  return (
    <th scope="col" className="px-1.5 py-2 sm:px-4 font-medium">
      <Link to={`/executions/${encodeURIComponent(id)}`} className="rounded hover:underline" title={id}>
        {place}
      </Link>
      {forkedFrom !== undefined && (
        <span className="font-normal text-ink-faint text-xs">
          {' '}
          {forkedFrom.kind} at {forkedFrom.superstep}
        </span>
      )}{' '}
      <StatusBadge status={status} />
    </th>
  );
}
