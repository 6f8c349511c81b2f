import type { ReactNode } from 'react';
import { toCostText, toNumberText } from '@/lib/format';
import type { UsageRow } from '../model/usage-rows';

/** Who has used what with which model. */
export function UsageTable({ rows }: { rows: readonly UsageRow[] }) {
  if (rows.length === 0) return <p className="px-4 py-3 text-ink-faint">No model call has been paid for yet.</p>;
  return (
    <section
      aria-label="Usage by agent and model"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="-outline-offset-2 overflow-x-auto"
    >
      <table className="w-full text-[0.8125rem]">
        <caption className="sr-only">Usage by agent and model</caption>
        <thead className="border-line border-b text-left text-ink-faint text-xs">
          <tr>
            <Head>Agent</Head>
            <Head>Model</Head>
            <Head right>Calls</Head>
            <Head right>Wasted</Head>
            <Head right>Tokens in</Head>
            <Head right>Tokens out</Head>
            <Head right>Cost</Head>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={`${row.agent} ${row.model}`}>
              <th scope="row" className="max-w-56 px-4 py-2 text-left font-medium">
                <span className="block truncate" title={row.agent}>
                  {row.agent === '' ? 'unknown' : row.agent}
                </span>
                <span
                  className="mt-1 block h-1 overflow-hidden rounded-full bg-raised"
                  title={`${Math.round(row.part * 100)} % of all tokens`}
                >
                  <span className="block h-full bg-accent" style={{ width: `${(row.part * 100).toFixed(2)}%` }} />
                </span>
              </th>
              <td className="px-4 py-2 font-mono text-ink-soft text-xs">{row.model ?? '–'}</td>
              <Amount>{toNumberText(row.calls)}</Amount>
              <Amount>{toNumberText(row.wastedCalls)}</Amount>
              <Amount>{toNumberText(row.inputTokens)}</Amount>
              <Amount>{toNumberText(row.outputTokens)}</Amount>
              <Amount>{row.cost === null ? '–' : toCostText(row.cost)}</Amount>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Head({ right = false, children }: { right?: boolean; children: ReactNode }) {
  return (
    <th scope="col" className={right ? 'px-4 py-2 text-right font-normal' : 'px-4 py-2 font-normal'}>
      {children}
    </th>
  );
}

function Amount({ children }: { children: ReactNode }) {
  return <td className="whitespace-nowrap px-4 py-2 text-right tabular-nums">{children}</td>;
}
