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

/** In the column of the difference, which has no room on a narrow screen: there it stands under the second amount. */
const DIFFERENCE = 'px-4 max-sm:hidden';

/** What each used, how it ended, and what lies between the two. */
export function UsageTable({ left, right }: { left: Compared; right: Compared }) {
  const forks = left.forkedFrom !== undefined || right.forkedFrom !== undefined;
  return (
    <ScrollPane label="What each used" className="shrink-0 rounded-lg border border-line bg-surface">
      <table className="w-full text-[0.8125rem] max-sm:table-fixed">
        <caption className="sr-only">Usage of both executions</caption>
        <thead className="border-line border-b text-left">
          <tr>
            <td className="px-1.5 py-2 max-sm:w-16 sm:px-4" />
            <Head execution={left} place="First" />
            <Head execution={right} place="Second" />
            <th scope="col" className={`${DIFFERENCE} py-2 font-medium`}>
              Difference
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {COUNTS.map(([label, name]) => (
            <Row
              key={name}
              label={label}
              left={toNumberText(left.usage[name])}
              right={toNumberText(right.usage[name])}
              difference={toDifferenceText(left.usage[name], right.usage[name])}
            />
          ))}
          <Row
            label="Cost"
            left={toCostText(left.usage.cost)}
            right={toCostText(right.usage.cost)}
            difference={toCostDifferenceText(left.usage.cost, right.usage.cost)}
          />
          <Row
            label="Time"
            left={<Elapsed from={left.startedAt} to={left.endedAt} />}
            right={<Elapsed from={right.startedAt} to={right.endedAt} />}
            difference=""
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

interface RowProps {
  label: string;
  left: ReactNode;
  right: ReactNode;
  /** Empty when there is none to tell. */
  difference: string;
}

function Row({ label, left, right, difference }: RowProps) {
  return (
    <tr>
      <th scope="row" className="px-1.5 py-1 text-left align-top font-normal text-ink-faint sm:px-4">
        {label}
      </th>
      <td className={AMOUNT}>{left}</td>
      <td className={AMOUNT}>
        {right}
        {difference !== '' && <span className="block text-ink-faint text-xs sm:hidden">difference {difference}</span>}
      </td>
      <td className={`${DIFFERENCE} py-1 tabular-nums`}>{difference}</td>
    </tr>
  );
}

const AMOUNT = 'px-1.5 py-1 align-top tabular-nums [overflow-wrap:anywhere] sm:px-4';

function Head({ execution, place }: { execution: Compared; place: string }) {
  const { id, status, forkedFrom } = execution;
  return (
    <th scope="col" className="px-1.5 py-2 align-top font-medium sm:px-4 max-sm:[&>span]:whitespace-normal">
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
