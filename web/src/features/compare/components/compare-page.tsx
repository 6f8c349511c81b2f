import { useParams } from 'react-router';
import { Breadcrumb } from '@/components/breadcrumb';
import { FailureNote } from '@/components/error-note';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { Skeleton } from '@/components/skeleton';
import { toCountText } from '@/lib/format';
import { MOST_MESSAGES, useComparison } from '../api/use-comparison';
import { PairView } from './pair-view';
import { UsageTable } from './usage-table';

/** Two executions side by side: where they part, what each said then, and what each used. */
export function ComparePage() {
  const { executionId = '', otherId = '' } = useParams();
  const { data, error } = useComparison(executionId, otherId);
  const first = data?.pairs.findIndex(({ same }) => !same) ?? -1;
  return (
    <Page title="Comparison">
      <Breadcrumb to={`/executions/${encodeURIComponent(executionId)}?tab=history`} label="Back to the execution" />
      <PageHeader title="Comparison" description={data === undefined ? undefined : data.left.name} />
      {error !== null && <FailureNote title="They could not be compared" error={error} />}
      {data === undefined && error === null && <Skeleton label="Loading both" />}
      {data !== undefined && (
        <div className="space-y-5">
          <UsageTable left={data.left} right={data.right} />
          {data.cut && <p className="text-ink-faint">Only the first {toCountText(MOST_MESSAGES, 'message')} of each are compared.</p>}
          <p role="status" className="text-[0.8125rem] text-ink-soft">
            {first === -1
              ? `All ${toCountText(data.pairs.length, 'message')} are the same.`
              : `The first ${toCountText(first, 'message')} are the same; then they part.`}
          </p>
          {first > 0 && (
            <details>
              <summary className="rounded text-ink-faint text-xs hover:text-ink">Show those that are the same</summary>
              <div className="mt-3 space-y-3">
                {data.pairs.slice(0, first).map((pair) => (
                  <PairView key={pair.key} pair={pair} first={false} />
                ))}
              </div>
            </details>
          )}
          {first !== -1 && data.pairs.slice(first).map((pair, index) => <PairView key={pair.key} pair={pair} first={index === 0} />)}
        </div>
      )}
    </Page>
  );
}
