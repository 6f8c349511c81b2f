import { type Execution, hasEnded } from '@client';
import { FailureNote } from '@/components/error-note';
import { ScrollPane } from '@/components/scroll-pane';
import { Skeleton } from '@/components/skeleton';
import { useQueryState } from '@/lib/use-query-state';
import { useCheckpoints } from '../api/use-checkpoints';
import { useLineage } from '../api/use-lineage';
import { Lineage } from './lineage';
import { Moment } from './moment';
import { SuperstepList } from './superstep-list';

/** Going back: every superstep, the execution as it stood then, and another way on from there. */
export function HistoryView({ execution }: { execution: Execution }) {
  const [at, setAt] = useQueryState('at');
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useCheckpoints(execution.id, !hasEnded(execution.status));
  const lineage = useLineage(execution);
  const checkpoints = data?.pages.flatMap(({ items }) => items) ?? [];
  const chosen = checkpoints.find(({ superstep }) => String(superstep) === at);
  const related = lineage.data !== undefined && (lineage.data.children.length > 0 || execution.forkedFrom !== undefined);
  return (
    <ScrollPane label="History" className="h-full p-4 sm:p-6">
      <div className="mx-auto max-w-4xl space-y-4">
        {error !== null && <FailureNote title="The supersteps could not be read" error={error} />}
        {lineage.error !== null && <FailureNote title="Its forks could not be read" error={lineage.error} />}
        {related && lineage.data !== undefined && <Lineage origin={lineage.data} current={execution.id} />}
        {chosen !== undefined && <Moment key={chosen.superstep} execution={execution} checkpoint={chosen} onClose={() => setAt(null)} />}
        {data === undefined && error === null && <Skeleton label="Loading the supersteps" />}
        {data !== undefined && (
          <SuperstepList
            checkpoints={checkpoints}
            chosen={at}
            onChoose={(superstep) => setAt(String(superstep))}
            loadMore={hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : null}
          />
        )}
      </div>
    </ScrollPane>
  );
}
