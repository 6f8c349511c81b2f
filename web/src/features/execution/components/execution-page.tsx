import { hasEnded, StudioError } from '@client';
import { SearchX } from 'lucide-react';
import { useMemo } from 'react';
import { Link, useParams } from 'react-router';
import { PicturesOf } from '@/components/artifact-picture';
import { Breadcrumb } from '@/components/breadcrumb';
import { buttonClass } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { FailureNote } from '@/components/error-note';
import { Page } from '@/components/page';
import { Skeleton } from '@/components/skeleton';
import { useExecution } from '../api/use-execution';
import { useLiveExecution } from '../api/use-live-execution';
import { toOwnTime, withOwnTimes } from '../model/own-times';
import { ExecutionRoom } from './execution-room';
import { ForkPointsProvider } from './fork-points-provider';

/** One execution, live. */
export function ExecutionPage() {
  const { executionId = '' } = useParams();
  return <LoadedExecution key={executionId} executionId={executionId} />;
}

function LoadedExecution({ executionId }: { executionId: string }) {
  const followed = useLiveExecution(executionId);
  const { data, error } = useExecution(executionId);
  const execution = data ?? followed.row;
  const forkedAt = execution == null ? null : toOwnTime(execution).forkedAt;
  const view = useMemo(() => withOwnTimes(followed.view, forkedAt), [followed.view, forkedAt]);
  const live = { ...followed, view };
  if (execution !== null && execution !== undefined) {
    // Either may be the first to know of the end.
    const status = hasEnded(live.view.status) ? live.view.status : execution.status;
    return (
      <PicturesOf value={executionId}>
        <ForkPointsProvider executionId={executionId} view={live.view}>
          <ExecutionRoom execution={{ ...execution, status, endedAt: live.view.endedAt ?? execution.endedAt }} live={live} />
        </ForkPointsProvider>
      </PicturesOf>
    );
  }
  const failure = live.failure ?? error;
  return (
    <Page title="Execution">
      <Breadcrumb to="/executions" label="Executions" />
      {failure === null && <Skeleton lines={6} label="Loading the execution" />}
      {failure !== null &&
        (failure instanceof StudioError && failure.code === 'not_found' ? (
          <EmptyState
            whole
            icon={SearchX}
            title="There is no such execution"
            action={
              <Link to="/executions" className={buttonClass('primary')}>
                See all executions
              </Link>
            }
          >
            No execution has the id {executionId}.
          </EmptyState>
        ) : (
          <FailureNote title="The execution could not be read" error={failure} />
        ))}
    </Page>
  );
}
