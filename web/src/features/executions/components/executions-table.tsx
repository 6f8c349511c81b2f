import type { Execution } from '@client';
import { ExecutionRow } from './execution-row';

const HEAD = 'px-4 py-2 text-left font-medium whitespace-nowrap';

export function ExecutionsTable({ executions }: { executions: readonly Execution[] }) {
  return (
    <table className="w-full table-fixed text-[0.8125rem]">
      <caption className="sr-only">Executions, newest first</caption>
      <thead className="border-line border-b text-ink-faint text-xs">
        <tr>
          <th scope="col" className={HEAD}>
            Workflow
          </th>
          <th scope="col" className={`${HEAD} w-36 sm:w-40`}>
            Status
          </th>
          <th scope="col" className={`${HEAD} hidden w-40 md:table-cell`}>
            Started
          </th>
          <th scope="col" className={`${HEAD} hidden w-28 sm:table-cell`}>
            Duration
          </th>
          <th scope="col" className={`${HEAD} hidden w-28 text-right md:table-cell`}>
            Calls
          </th>
          <th scope="col" className={`${HEAD} hidden w-32 text-right sm:table-cell`}>
            Tokens
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {executions.map((execution) => (
          <ExecutionRow key={execution.id} execution={execution} />
        ))}
      </tbody>
    </table>
  );
}
