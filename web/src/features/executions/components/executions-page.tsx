import { Plus } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { Button, buttonClass } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { Skeleton } from '@/components/skeleton';
import { toClock } from '@/lib/format';
import { useExecutions } from '../api/use-executions';
import { readStatuses } from '../status-groups';
import { ExecutionsTable } from './executions-table';
import { FirstSteps } from './first-steps';
import { NoExecutions } from './no-executions';
import { StatusFilter } from './status-filter';

/** All executions, newest first; the filter is in the address. */
export function ExecutionsPage() {
  const [query] = useSearchParams();
  const status = readStatuses(query);
  const workflowId = query.get('workflowId') ?? undefined;
  const { data, error, dataUpdatedAt, isPending, isPlaceholderData, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useExecutions({
      status,
      workflowId,
    });
  const executions = data?.pages.flatMap(({ items }) => items) ?? [];

  return (
    <Page title="Executions">
      <PageHeader
        title="Executions"
        description="Every run of a workflow, as it is now."
        actions={
          <Link to="/workflows" className={buttonClass('primary')}>
            <Plus aria-hidden className="size-4" /> Start one
          </Link>
        }
      />
      <FirstSteps executions={executions} />
      <StatusFilter workflowId={workflowId} />
      {error !== null && (
        <div className="mb-3">
          <FailureNote
            title={data === undefined ? 'The executions could not be read' : `Not up to date: as of ${toClock(dataUpdatedAt)}`}
            error={error}
            action={
              <Button className="mt-2" onClick={() => void refetch()}>
                Try again
              </Button>
            }
          />
        </div>
      )}
      <div className="overflow-hidden rounded-lg border border-line bg-surface" aria-busy={isPlaceholderData}>
        {isPending && error === null && <Skeleton lines={6} label="Loading executions" />}
        {data !== undefined && executions.length === 0 && <NoExecutions filtered={status.length > 0 || workflowId !== undefined} />}
        {executions.length > 0 && <ExecutionsTable executions={executions} />}
      </div>
      {hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'Loading…' : 'Load more'}
          </Button>
        </div>
      )}
    </Page>
  );
}
