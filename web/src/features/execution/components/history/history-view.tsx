import { type Execution, hasEnded, type Step } from '@client';
import { useContext } from 'react';
import { FailureNote } from '@/components/error-note';
import { ScrollPane } from '@/components/scroll-pane';
import { Skeleton } from '@/components/skeleton';
import { useQueryState } from '@/lib/use-query-state';
import { useCheckpoint } from '../../api/use-checkpoint';
import { useCheckpoints } from '../../api/use-checkpoints';
import { useLineage } from '../../api/use-lineage';
import { readSuperstep } from '../../model/read-superstep';
import { ForkPoints } from '../fork-here';
import { Lineage } from './lineage';
import { Moment } from './moment';
import { SuperstepList } from './superstep-list';

interface HistoryViewProps {
  execution: Execution;
  /** The planned steps; null when unknown. */
  root: Step | null;
}

/** Going back: every superstep, the execution as it stood then, and another way on from there. The address has the superstep. */
export function HistoryView({ execution, root }: HistoryViewProps) {
  const [written, setSuperstep] = useQueryState('superstep');
  const at = readSuperstep(written);
  const list = useCheckpoints(execution.id, !hasEnded(execution.status));
  const chosen = useCheckpoint(execution.id, at);
  const lineage = useLineage(execution);
  const { fork, pending } = useContext(ForkPoints);
  const checkpoints = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const related = lineage.data !== undefined && (lineage.data.origin.children.length > 0 || execution.forkedFrom !== undefined);
  return (
    <ScrollPane label="History" className="h-full scroll-pb-16 p-4 sm:p-6">
      <div className="mx-auto max-w-4xl space-y-4">
        {list.error !== null && <FailureNote title="The supersteps could not be read" error={list.error} />}
        {lineage.error !== null && <FailureNote title="Its forks could not be read" error={lineage.error} />}
        {chosen.error !== null && <FailureNote title={`Superstep ${at} could not be read`} error={chosen.error} />}
        {at !== null && chosen.data === null && <p className="text-ink-faint">There is no superstep {at} here, or not yet.</p>}
        {chosen.data != null && (
          <Moment
            key={chosen.data.superstep}
            execution={execution}
            root={root}
            checkpoint={chosen.data}
            onClose={() => setSuperstep(null)}
          />
        )}
        {list.data === undefined && list.error === null && <Skeleton label="Loading the supersteps" />}
        {list.data !== undefined && (
          <SuperstepList
            executionId={execution.id}
            startedAt={execution.startedAt}
            checkpoints={checkpoints}
            chosen={at}
            onChoose={(superstep) => setSuperstep(String(superstep))}
            onFork={pending ? null : fork}
            loadMore={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : null}
          />
        )}
        {related && lineage.data !== undefined && <Lineage tree={lineage.data} current={execution.id} />}
      </div>
    </ScrollPane>
  );
}
