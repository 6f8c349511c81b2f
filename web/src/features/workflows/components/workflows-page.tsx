import { Plus, Workflow as WorkflowIcon } from 'lucide-react';
import { Link } from 'react-router';
import { Button, buttonClass } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { FailureNote } from '@/components/error-note';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { Skeleton } from '@/components/skeleton';
import { useWorkflows } from '../api/use-workflows';
import { WorkflowCard } from './workflow-card';

/** All workflows; each leads to the form that starts it. */
export function WorkflowsPage() {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useWorkflows();
  const workflows = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Page title="Workflows">
      <PageHeader
        title="Workflows"
        description="What your agents can do together. Choose one to start it."
        actions={
          <Link to="/workflows/new" className={buttonClass('primary')}>
            <Plus aria-hidden className="size-4" /> New workflow
          </Link>
        }
      />
      {error !== null && (
        <div className="mb-4">
          <FailureNote
            title="The workflows could not be read"
            error={error}
            action={
              <Button className="mt-2" onClick={() => void refetch()}>
                Try again
              </Button>
            }
          />
        </div>
      )}
      {data === undefined && error === null && <Skeleton label="Loading workflows" />}
      {data !== undefined && workflows.length === 0 && (
        <EmptyState icon={WorkflowIcon} title="There is no workflow yet">
          Create one here, with POST /api/v1/workflows, or with client.workflows.create from TypeScript.
        </EmptyState>
      )}
      <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {workflows.map((workflow) => (
          <WorkflowCard key={workflow.id} workflow={workflow} />
        ))}
      </ul>
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
