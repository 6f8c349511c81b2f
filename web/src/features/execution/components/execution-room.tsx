import type { Execution } from '@client';
import { hasEnded, toStepTree } from '@client';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useRef } from 'react';
import { FailureNote } from '@/components/error-note';
import { useDocumentTitle } from '@/components/page';
import { Skeleton } from '@/components/skeleton';
import { toStatusLabel } from '@/components/status-badge';
import { loadPart } from '@/lib/load-part';
import { queryKeys } from '@/lib/query-keys';
import { useAfterPaint } from '@/lib/use-after-paint';
import { useQueryState } from '@/lib/use-query-state';
import { useAttempts } from '../api/use-attempts';
import { usePlannedRoot } from '../api/use-planned-root';
import { useRefreshedSteps } from '../api/use-refreshed-steps';
import { toAwaitedEvents } from '../model/awaited-events';
import type { LiveExecution } from '../model/live-execution';
import { newerUsage } from '../model/newer-usage';
import { toOwnTime } from '../model/own-times';
import { toStepNames } from '../model/step-names';
import { Announcer } from './announcer';
import { AttemptsPanel } from './attempts-panel';
import { ExecutionHeader } from './execution-header';
import { GraphTab } from './graph-tab';
import { KillWorker } from './kill-worker';
import { LongBar } from './long/long-bar';
import { RoomTabs } from './room-tabs';
import { WaitingNote } from './steering/waiting-note';
import { StepTree } from './step-tree';
import { Transcript } from './transcript';

// What few visits look at is loaded when it is looked at.
const EventsView = lazy(() => loadPart(async () => ({ default: (await import('./events-view')).EventsView })));
const FilesView = lazy(() => loadPart(async () => ({ default: (await import('./files-view')).FilesView })));
const HistoryView = lazy(() => loadPart(async () => ({ default: (await import('./history/history-view')).HistoryView })));
const Inspector = lazy(() => loadPart(async () => ({ default: (await import('./inspector')).Inspector })));
const UsageView = lazy(() => loadPart(async () => ({ default: (await import('./usage-view')).UsageView })));
const LongGraph = lazy(() => loadPart(async () => ({ default: (await import('./long/long-graph')).LongGraph })));
const LongStepTree = lazy(() => loadPart(async () => ({ default: (await import('./long/long-step-tree')).LongStepTree })));
const LongTimeline = lazy(() => loadPart(async () => ({ default: (await import('./long/long-timeline')).LongTimeline })));
const LongTranscript = lazy(() => loadPart(async () => ({ default: (await import('./long/long-transcript')).LongTranscript })));
const TimelineView = lazy(() => loadPart(async () => ({ default: (await import('./timeline-view')).TimelineView })));

/** Header above, steps and attempts at the left, the transcript beside them; one under the other where it is narrow. */
export function ExecutionRoom({ execution, live }: { execution: Execution; live: LiveExecution }) {
  const { view } = live;
  const ended = hasEnded(execution.status);
  const long = live.skipped > 0;
  // Taking away all that was drawn before it became long, and drawing what takes its place, are two things.
  const isCleared = useAfterPaint(long) === long;
  const lastSeq = Math.max(view.lastSeq, live.lastSeq);
  const [call] = useQueryState('call');
  useDocumentTitle(`${toStatusLabel(execution.status)}: ${execution.name}`);
  useFreshRow(execution.id, view.retries.length, ended);
  useRefreshedSteps(execution.id, lastSeq, long && !ended);
  const { forkedFrom, startedAt, endedAt } = execution;
  const time = useMemo(() => toOwnTime({ forkedFrom, startedAt, endedAt }), [forkedFrom, startedAt, endedAt]);
  const root = usePlannedRoot(execution);
  const tree = useMemo(() => toStepTree(view.steps, root), [view.steps, root]);
  const stepNames = useMemo(() => toStepNames(tree), [tree]);
  const { data, ...attemptsQuery } = useAttempts(execution.id, !ended);
  const attempts = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);

  return (
    <div className="flex min-h-full flex-col lg:h-full">
      <div className="border-line border-b bg-surface px-4 pt-4 pb-4 sm:px-6 lg:px-8">
        <ExecutionHeader execution={execution} live={live} events={toAwaitedEvents(root, view)} />
        {long && <LongBar executionId={execution.id} lastSeq={lastSeq} />}
        <WaitingNote view={view} />
        <KillWorker view={view} attempts={attempts} ended={ended} />
        {live.failure !== null && (
          <div className="mt-3">
            <FailureNote title="The live view stopped; load the page again" error={live.failure} />
          </div>
        )}
      </div>
      <div className="flex min-h-0 flex-1 flex-col lg:grid lg:grid-rows-[minmax(0,1fr)] lg:grid-cols-[20rem_minmax(0,1fr)] xl:grid-cols-[21rem_minmax(0,1fr)_auto]">
        {/* Where it is narrow the steps come first, then the transcript, then the attempts. */}
        <div className="contents min-h-0 space-y-4 border-line lg:block lg:overflow-y-auto lg:border-r lg:py-5 lg:pr-5 lg:pl-8">
          <div className="order-1 p-4 sm:px-6 lg:p-0">
            {long ? (
              <Suspense>
                <LongStepTree executionId={execution.id} time={time} />
              </Suspense>
            ) : (
              <StepTree tree={tree} view={view} ended={ended} />
            )}
          </div>
          <div className="order-3 p-4 sm:px-6 lg:p-0">
            <AttemptsPanel
              attempts={attempts}
              stepNames={stepNames}
              failure={attemptsQuery.error}
              onLoadMore={attemptsQuery.hasNextPage ? () => void attemptsQuery.fetchNextPage() : null}
            />
          </div>
        </div>
        <RoomTabs>
          {(tab) => {
            switch (tab) {
              case 'graph':
                return long ? (
                  <LongGraph executionId={execution.id} time={time} root={root} tree={tree} view={view} ended={ended} />
                ) : (
                  <GraphTab root={root} tree={tree} view={view} ended={ended} />
                );
              case 'timeline':
                return long ? (
                  <LongTimeline executionId={execution.id} startedAt={execution.startedAt} time={time} retries={view.retries} />
                ) : (
                  <TimelineView tree={tree} view={view} attempts={attempts} startedAt={execution.startedAt} endedAt={execution.endedAt} />
                );
              case 'history':
                return <HistoryView execution={execution} root={root} />;
              case 'usage':
                return <UsageView execution={execution} usage={newerUsage(view.usage, execution.usage)} />;
              case 'events':
                return <EventsView executionId={execution.id} lastSeq={lastSeq} />;
              case 'files':
                return <FilesView executionId={execution.id} toolCalls={view.toolCalls.size} />;
              default:
                if (!isCleared) return <Skeleton label="Drawing the end of what was said" />;
                return long ? (
                  <LongTranscript execution={execution} live={live} root={root} />
                ) : (
                  <Transcript execution={execution} live={live} root={root} stepNames={stepNames} />
                );
            }
          }}
        </RoomTabs>
        {call !== null && (
          <Suspense>
            <Inspector
              executionId={execution.id}
              callId={call}
              view={view}
              attempts={attempts}
              ended={ended}
              long={long}
              stepNames={stepNames}
            />
          </Suspense>
        )}
      </div>
      <Announcer view={view} status={execution.status} />
    </div>
  );
}

/** Reads row and attempts again at the moments at which they surely changed. */
function useFreshRow(id: string, retries: number, ended: boolean): void {
  const queries = useQueryClient();
  const opening = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a retry and the end are the moments
  useEffect(() => {
    // They have just been read.
    if (opening.current) opening.current = false;
    else void queries.invalidateQueries({ queryKey: queryKeys.execution(id) });
  }, [id, retries, ended, queries]);
}
