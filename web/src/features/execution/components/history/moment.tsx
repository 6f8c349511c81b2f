import { type Checkpoint, type Execution, type ExecutionView, type Step, toStepTree } from '@client';
import { GitFork, X } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { lazy, Suspense, useContext, useMemo } from 'react';
import { Link } from 'react-router';
import { Boundary } from '@/components/boundary';
import { Button, buttonClass } from '@/components/button';
import { Panel } from '@/components/panel';
import { Skeleton } from '@/components/skeleton';
import { TabTrigger } from '@/components/tab-trigger';
import { loadPart } from '@/lib/load-part';
import { useQueryState } from '@/lib/use-query-state';
import { useEditDrafts } from '../../api/use-edit-drafts';
import { MOST_EVENTS, useMoment } from '../../api/use-moment';
import { ForkPoints } from '../fork-here';
import { GraphTab } from '../graph-tab';
import { StepTree } from '../step-tree';
import { MomentTranscript } from './moment-transcript';
import { MomentUsage } from './moment-usage';

const EditPanel = lazy(() => loadPart(() => import('./edits/edit-panel')));

const PARTS = [
  { id: 'transcript', label: 'Transcript' },
  { id: 'steps', label: 'Steps' },
  { id: 'graph', label: 'Graph' },
  { id: 'edit', label: 'Edit' },
] as const;

interface MomentProps {
  execution: Execution;
  root: Step | null;
  checkpoint: Checkpoint;
  onClose: () => void;
}

/** The execution as it stood after a superstep, and the ways on from there. Which part shows is in the address. */
export function Moment({ execution, root, checkpoint, onClose }: MomentProps) {
  const { superstep, seq } = checkpoint;
  const [asked, setPart] = useQueryState('part');
  const part = PARTS.find(({ id }) => id === asked)?.id ?? 'transcript';
  const { drafts } = useEditDrafts(execution.id, superstep);
  const edits = Object.keys(drafts).length;
  const { fork, pending } = useContext(ForkPoints);
  return (
    <Panel
      title={superstep === 0 ? 'The beginning' : `After superstep ${superstep}`}
      aside={
        <button type="button" aria-label="Close" onClick={onClose} className="grid size-7 place-items-center rounded hover:bg-raised">
          <X aria-hidden className="size-4" />
        </button>
      }
      bodyClassName="p-4"
    >
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 basis-64 text-[0.8125rem] text-ink-soft">
          A fork runs on from here in a new execution. Nothing up to here is called again, and this one is not touched.
        </p>
        {seq > 0 && (
          <Link to={{ search: `?tab=events&seq=${seq}` }} className={buttonClass('quiet')}>
            In the events
          </Link>
        )}
        <Button variant={part === 'edit' ? 'secondary' : 'primary'} disabled={pending} onClick={() => fork(superstep)}>
          <GitFork aria-hidden className="size-4" /> {pending ? 'Forking…' : edits > 0 ? 'Fork it here without the edits' : 'Fork it here'}
        </Button>
      </div>
      <MomentUsage checkpoint={checkpoint} />
      <Tabs.Root value={part} onValueChange={(next) => setPart(next === 'transcript' ? null : next)}>
        <Tabs.List aria-label="How it stood" className="mb-3 flex gap-1 overflow-x-auto border-line border-b">
          {PARTS.map(({ id, label }) => (
            <TabTrigger key={id} value={id} className="shrink-0 py-2">
              {id === 'edit' && edits > 0 ? `${label} (${edits})` : label}
            </TabTrigger>
          ))}
        </Tabs.List>
        {PARTS.map(({ id, label }) => (
          <Tabs.Content key={id} value={id} tabIndex={-1} className="outline-none">
            {id === part && (
              <Boundary what={label}>
                {id === 'edit' ? (
                  <Suspense fallback={<Skeleton label="Loading the edits" />}>
                    <EditPanel execution={execution} checkpoint={checkpoint} />
                  </Suspense>
                ) : (
                  <State execution={execution} root={root} checkpoint={checkpoint} part={id} />
                )}
              </Boundary>
            )}
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </Panel>
  );
}

interface StateProps extends Omit<MomentProps, 'onClose'> {
  part: 'transcript' | 'steps' | 'graph';
}

/** What the feed had said by then. */
function State({ execution, root, checkpoint, part }: StateProps) {
  const { at, seq } = checkpoint;
  const { data, error } = useMoment(execution.id, seq);
  const view = useMemo(() => (data === undefined ? undefined : { ...data, steps: stopClocks(data.steps, at) }), [data, at]);
  if (error !== null) throw error;
  if (seq > MOST_EVENTS) return <p className="text-ink-faint">This is too far into the feed to be shown here; the events have it.</p>;
  if (view === undefined) return <Skeleton label="Loading the state" />;
  const tree = toStepTree(view.steps, root);
  switch (part) {
    case 'transcript':
      return <MomentTranscript view={view} executionId={execution.id} />;
    case 'steps':
      return <StepTree title="Steps as they stood" tree={tree} view={view} ended={false} />;
    case 'graph':
      return (
        <div className="h-[28rem] overflow-hidden rounded-md border border-line">
          <GraphTab root={root} tree={tree} view={view} ended={false} />
        </div>
      );
  }
}

/** The steps as they were then: one that was at work had worked until then. */
function stopClocks(steps: ExecutionView['steps'], at: string): ExecutionView['steps'] {
  return new Map([...steps].map(([path, step]) => [path, { ...step, endedAt: step.endedAt ?? at }]));
}
