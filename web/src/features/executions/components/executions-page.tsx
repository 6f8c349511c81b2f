import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Boundary } from '@/components/boundary';
import { Button, buttonClass } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { useDocumentTitle } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { Skeleton } from '@/components/skeleton';
import { toClock } from '@/lib/format';
import { useExecutions } from '../api/use-executions';
import { useFreshRows } from '../api/use-fresh-rows';
import { isFiltered, readFilter } from '../model/filter';
import { ExecutionsTable } from './executions-table';
import { FilterBar } from './filter-bar';
import { FirstSteps } from './first-steps';
import { MonthNote } from './month-note';
import { NoExecutions } from './no-executions';

/** All executions, newest first, as they are now; the filter is in the address. */
export function ExecutionsPage() {
  const [query] = useSearchParams();
  useDocumentTitle('Executions');
  const address = query.toString();
  const filter = useMemo(() => readFilter(new URLSearchParams(address), Date.now()), [address]);
  const list = useExecutions(filter);
  const executions = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  const fresh = useFreshRows(filter, executions, list.isSuccess && !list.isPlaceholderData);
  const error = list.error ?? fresh.error;

  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col px-4 pt-6 pb-4 sm:px-6 lg:h-full lg:px-8">
      <PageHeader
        title="Executions"
        description="Every run of a workflow, as it is now."
        actions={
          <Link to="/workflows" className={buttonClass('primary')}>
            <Plus aria-hidden className="size-4" /> Start one
          </Link>
        }
      />
      <MonthNote />
      {!isFiltered(filter) && <FirstSteps executions={executions} />}
      <FilterBar workflowId={filter.workflowId} />
      {error !== null && (
        <div className="mb-3">
          <FailureNote
            title={
              list.data === undefined
                ? 'The executions could not be read'
                : `Not up to date: as of ${toClock(fresh.asOf || list.dataUpdatedAt)}`
            }
            error={error}
            action={
              <Button className="mt-2" onClick={() => void list.refetch()}>
                Try again
              </Button>
            }
          />
        </div>
      )}
      <div className="min-h-0 flex-1" aria-busy={list.isPlaceholderData}>
        {list.isPending && list.error === null && <Skeleton lines={6} label="Loading executions" />}
        {list.data !== undefined && executions.length === 0 && fresh.added.items.length === 0 && (
          <NoExecutions filtered={isFiltered(filter)} />
        )}
        <Boundary what="The list">
          {(executions.length > 0 || fresh.added.items.length > 0) && (
            <ExecutionsTable
              key={address}
              executions={executions}
              added={fresh.added.items.length}
              insertAdded={fresh.insert}
              loadMore={list.hasNextPage ? () => void list.fetchNextPage() : null}
              loading={list.isFetchingNextPage}
            />
          )}
        </Boundary>
      </div>
    </div>
  );
}
