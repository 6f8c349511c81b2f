import { useParams } from 'react-router';
import { Breadcrumb } from '@/components/breadcrumb';
import { Button } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { useDocumentTitle } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { Skeleton } from '@/components/skeleton';
import { useComparison } from '../api/use-comparison';
import { Compared } from './compared';
import { SwapLink } from './swap-link';
import { UsageTable } from './usage-table';

/** Two executions side by side: where they part, what each said then, and what each used. */
export function ComparePage() {
  const { executionId = '', otherId = '' } = useParams();
  useDocumentTitle('Comparison');
  const comparison = useComparison(executionId, otherId);
  const { data, error } = comparison;
  const newest = data?.pages[0];
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col px-4 pt-6 pb-4 sm:px-6 lg:h-full lg:px-8">
      <Breadcrumb to={`/executions/${encodeURIComponent(executionId)}?tab=history`} label="Back to the execution" />
      <PageHeader
        title="Comparison"
        description={newest === undefined ? undefined : toNames(newest.left.name, newest.right.name)}
        actions={<SwapLink left={executionId} right={otherId} />}
      />
      {error !== null && (
        <div className="mb-3">
          <FailureNote
            title="They could not be compared"
            error={error}
            action={
              <Button className="mt-2" onClick={() => void comparison.refetch()}>
                Try again
              </Button>
            }
          />
        </div>
      )}
      {newest === undefined && error === null && <Skeleton label="Loading both" />}
      {newest !== undefined && (
        <>
          <UsageTable left={newest.left} right={newest.right} />
          <Compared comparison={comparison} first={newest.firstDifference ?? null} ids={{ left: newest.left.id, right: newest.right.id }} />
        </>
      )}
    </div>
  );
}

function toNames(left: string, right: string): string {
  return left === right ? left : `${left}, and ${right}`;
}
