import { type Checkpoint, type Execution, type ExecutionView, toStepTree } from '@client';
import { GitFork, X } from 'lucide-react';
import { Link } from 'react-router';
import { Button, buttonClass } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { Panel } from '@/components/panel';
import { Skeleton } from '@/components/skeleton';
import { useFork } from '../api/use-fork';
import { MOST_EVENTS, useMoment } from '../api/use-moment';
import { MomentTranscript } from './moment-transcript';
import { StepTree } from './step-tree';

interface MomentProps {
  execution: Execution;
  checkpoint: Checkpoint;
  onClose: () => void;
}

/** The execution as it stood after a superstep, and the way on from there. */
export function Moment({ execution, checkpoint, onClose }: MomentProps) {
  const { superstep, seq } = checkpoint;
  const { data: view, error } = useMoment(execution.id, seq);
  const fork = useFork(execution.id);
  return (
    <Panel
      title={`After superstep ${superstep}`}
      aside={
        <button type="button" aria-label="Close" onClick={onClose} className="grid size-7 place-items-center rounded hover:bg-raised">
          <X aria-hidden className="size-4" />
        </button>
      }
      bodyClassName="space-y-4 p-4"
    >
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 basis-64 text-[0.8125rem] text-ink-soft">
          A fork runs on from here in a new execution. Nothing up to here is called again, and this one is not touched.
        </p>
        <Link to={{ search: `?tab=events&seq=${seq}` }} className={buttonClass('quiet')}>
          In the events
        </Link>
        <Button variant="primary" disabled={fork.isPending} onClick={() => fork.mutate(superstep)}>
          <GitFork aria-hidden className="size-4" /> {fork.isPending ? 'Forking…' : 'Fork it here'}
        </Button>
      </div>
      {fork.error !== null && <FailureNote title="It was not forked" error={fork.error} />}
      {error !== null && <FailureNote title="The state could not be read" error={error} />}
      {seq > MOST_EVENTS && <p className="text-ink-faint">This is too far into the feed to be shown here; the events have it.</p>}
      {view === undefined && error === null && seq <= MOST_EVENTS && <Skeleton label="Loading the state" />}
      {view !== undefined && (
        <>
          <StepTree title="Steps as they stood" tree={toStepTree(stopClocks(view.steps, checkpoint.at), null)} view={view} ended={false} />
          <MomentTranscript view={view} executionId={execution.id} />
        </>
      )}
    </Panel>
  );
}

/** The steps as they were then: one that was at work had worked until then. */
function stopClocks(steps: ExecutionView['steps'], at: string): ExecutionView['steps'] {
  return new Map([...steps].map(([path, step]) => [path, { ...step, endedAt: step.endedAt ?? at }]));
}
