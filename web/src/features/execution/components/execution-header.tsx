import type { Execution } from '@client';
import { hasEnded } from '@client';
import { Link } from 'react-router';
import { Breadcrumb } from '@/components/breadcrumb';
import { ExecutionBudget } from '@/components/budget/execution-budget';
import { CopyButton } from '@/components/copy-button';
import { ErrorNote } from '@/components/error-note';
import { ExternalLink } from '@/components/external-link';
import { StatusBadge } from '@/components/status-badge';
import { Timestamp } from '@/components/timestamp';
import { useStudio } from '@/lib/use-studio';
import type { AwaitedEvent } from '../model/awaited-events';
import type { LiveExecution } from '../model/live-execution';
import { newerUsage } from '../model/newer-usage';
import { toTemporalUrl } from '../model/temporal-url';
import { CancelButton } from './cancel-button';
import { ConnectionNote } from './connection-note';
import { ExecutionFacts } from './execution-facts';
import { ExportMenu } from './export-menu';
import { ForkedNote } from './forked-note';
import { PauseButton } from './pause-button';
import { RetryButton } from './retry-button';
import { SendEventButton } from './steering/send-event-button';

interface ExecutionHeaderProps {
  execution: Execution;
  live: LiveExecution;
  /** That its steps take. */
  events: readonly AwaitedEvent[];
}

export function ExecutionHeader({ execution, live, events }: ExecutionHeaderProps) {
  const studio = useStudio();
  const temporalUrl = studio === undefined ? null : toTemporalUrl(studio.temporal, execution.id);
  const ended = hasEnded(execution.status);
  const attention = live.view.attention ?? (execution.status === 'attention' ? (execution.attention ?? null) : null);
  return (
    <header>
      <Breadcrumb to="/executions" label="Executions" />
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <h1 className="font-semibold text-xl tracking-tight [overflow-wrap:anywhere]">{execution.name}</h1>
            <StatusBadge status={execution.status} />
            <ConnectionNote connection={live.connection} ended={ended} />
          </div>
          <p className="mt-1 flex min-w-0 flex-wrap items-center gap-x-3 text-ink-faint text-xs">
            <span className="flex min-w-0 items-center gap-1">
              <span className="truncate font-mono">{execution.id}</span>
              <CopyButton text={execution.id} what="the execution's id" />
            </span>
            {execution.workflowId !== null && (
              <Link
                to={`/workflows/${encodeURIComponent(execution.workflowId)}`}
                className="rounded text-accent underline underline-offset-2"
              >
                Its workflow, revision {execution.workflowRevision}
              </Link>
            )}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {temporalUrl !== null && <ExternalLink href={temporalUrl}>Temporal UI</ExternalLink>}
          <ExportMenu executionId={execution.id} />
          {ended && execution.status !== 'completed' && <RetryButton executionId={execution.id} />}
          {!ended && events.length > 0 && <SendEventButton executionId={execution.id} events={events} />}
          {!ended && <PauseButton execution={execution} />}
          {!ended && <CancelButton execution={execution} />}
        </div>
      </div>
      <ForkedNote execution={execution} />
      <ExecutionFacts execution={execution} usage={newerUsage(live.view.usage, execution.usage)} />
      {execution.budget !== undefined && (
        <div className="mt-3">
          <ExecutionBudget execution={execution} />
        </div>
      )}
      {attention !== null && !ended && (
        <div className="mt-3">
          <ErrorNote title="It does not get on; nothing is lost, and it goes on once this is mended" code={attention.code}>
            {attention.message} (since <Timestamp time={attention.since} />)
          </ErrorNote>
        </div>
      )}
      {execution.error !== null && ended && (
        <div className="mt-3">
          <ErrorNote
            title={execution.error.stepPath === undefined ? 'It failed' : `It failed at ${execution.error.stepPath}`}
            code={execution.error.code}
          >
            {execution.error.message}
          </ErrorNote>
        </div>
      )}
    </header>
  );
}
