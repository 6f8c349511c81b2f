import { type Execution, hasEnded, type Usage } from '@client';
import { OrganizationMonth, useOrganizationMonth } from '@/components/budget/organization-month';
import { FailureNote } from '@/components/error-note';
import { Panel } from '@/components/panel';
import { ScrollPane } from '@/components/scroll-pane';
import { Skeleton } from '@/components/skeleton';
import { useUsage } from '../api/use-usage';
import { toUsageRows } from '../model/usage-rows';
import { UsageTable } from './usage-table';

/** What was used, by whom and of which budget. */
export function UsageView({ execution, usage }: { execution: Execution; usage: Usage }) {
  const { data, error } = useUsage(execution.id, !hasEnded(execution.status));
  const month = useOrganizationMonth();
  return (
    <ScrollPane label="Usage" className="h-full p-4 sm:p-6">
      <div className="mx-auto max-w-4xl space-y-4">
        <p className="text-[0.8125rem] text-ink-soft">{toBudgetText(execution)}</p>
        {month.error !== null && <FailureNote title="The organization's month could not be read" error={month.error} />}
        {month.data?.budget != null && (
          <Panel title={`All executions, ${month.data.month}`}>
            <OrganizationMonth />
          </Panel>
        )}
        {error !== null && <FailureNote title="The usage could not be read" error={error} />}
        {data === undefined && error === null && <Skeleton label="Loading the usage" />}
        {data !== undefined && (
          <Panel title="By agent and model" bodyClassName="">
            <UsageTable rows={toUsageRows(data.items, usage)} />
          </Panel>
        )}
      </div>
    </ScrollPane>
  );
}

function toBudgetText({ budget }: Execution): string {
  if (budget === undefined) return 'This execution has no budget of its own.';
  const then = budget.onExceeded === 'ask' ? 'people are asked for more' : 'the execution ends';
  return `Its budget stands above. When a call does not fit under it even at its worst, ${then}.`;
}
