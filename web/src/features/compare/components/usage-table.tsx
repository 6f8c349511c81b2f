import type { Execution } from '@client';
import { Link } from 'react-router';
import { Elapsed } from '@/components/elapsed';
import { StatusBadge } from '@/components/status-badge';
import { toCostText, toNumberText } from '@/lib/format';

const COST = ({ usage }: Execution) => toCostText(usage.cost);

/** What each used, and how it ended. */
export function UsageTable({ left, right }: { left: Execution; right: Execution }) {
  const both = [left, right];
  const rows = [
    ['Model calls', ({ usage }: Execution) => toNumberText(usage.calls)],
    ['Wasted calls', ({ usage }: Execution) => toNumberText(usage.wastedCalls)],
    ['Tokens in', ({ usage }: Execution) => toNumberText(usage.inputTokens)],
    ['Tokens out', ({ usage }: Execution) => toNumberText(usage.outputTokens)],
    ['Cost', COST],
  ] as const;
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full text-[0.8125rem]">
        <caption className="sr-only">What each used</caption>
        <thead className="border-line border-b text-left">
          <tr>
            <td className="px-4 py-2" />
            {both.map((execution) => (
              <th key={execution.id} scope="col" className="px-4 py-2 font-medium">
                <Link to={`/executions/${encodeURIComponent(execution.id)}`} className="rounded hover:underline">
                  {execution.forkedFrom === undefined ? 'Original' : `${execution.forkedFrom.kind} at ${execution.forkedFrom.superstep}`}
                </Link>{' '}
                <StatusBadge status={execution.status} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(([label, read]) => (
            <tr key={label}>
              <th scope="row" className="px-4 py-1.5 text-left font-normal text-ink-faint">
                {label}
              </th>
              {both.map((execution) => (
                <td key={execution.id} className="px-4 py-1.5 tabular-nums">
                  {read(execution)}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row" className="px-4 py-1.5 text-left font-normal text-ink-faint">
              Time
            </th>
            {both.map(({ id, startedAt, endedAt }) => (
              <td key={id} className="px-4 py-1.5">
                <Elapsed from={startedAt} to={endedAt} />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      <p className="border-line border-t px-4 py-2 text-ink-faint text-xs">A fork counts only what it calls itself.</p>
    </div>
  );
}
