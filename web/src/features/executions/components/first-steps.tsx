import { type Execution, hasEnded } from '@client';
import { GitFork, Inbox, type LucideIcon, Skull } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Button, buttonClass } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { usePendingApprovals } from '@/lib/use-pending-approvals';
import { useStudio } from '@/lib/use-studio';
import { useApproveAndWatch } from '../api/use-approve-and-watch';
import { useForkFirst } from '../api/use-fork-first';
import { useKillAndWatch } from '../api/use-kill-and-watch';

/** A Studio with more executions than this is no longer new to its people. */
const STILL_NEW = 6;

/** In the first minutes of a Studio: three things to try, one click each. */
export function FirstSteps({ executions }: { executions: readonly Execution[] }) {
  const studio = useStudio();
  const pending = usePendingApprovals();
  const kill = useKillAndWatch();
  const fork = useForkFirst();
  const approve = useApproveAndWatch();
  if (studio?.development !== true || executions.length === 0 || executions.length > STILL_NEW) return null;
  const running = executions.find(({ status }) => status === 'running');
  const toKill = running ?? executions.find(({ workflowId, usage }) => workflowId !== null && usage.calls > 1);
  const waiting = pending?.find(({ kind }) => kind !== 'inDoubt');
  const forkable =
    executions.find(({ usage, status }) => usage.calls > 1 && hasEnded(status)) ?? executions.find(({ usage }) => usage.calls > 1);
  return (
    <section aria-label="Things to try" className="mb-5">
      <ul className="grid gap-3 md:grid-cols-3">
        <Try
          icon={Skull}
          title="Kill the worker"
          action={
            toKill !== undefined && (
              <Button variant="primary" disabled={kill.isPending} onClick={() => kill.mutate(toKill)}>
                {kill.isPending ? 'Killing…' : 'Kill it and watch'}
              </Button>
            )
          }
        >
          {toKill === undefined
            ? 'Start one of the workflows, then kill the process that does the work.'
            : `“${toKill.name}” ${running === undefined ? 'is started once more' : 'is running'}. Kill the process that does the work, in the middle of a sentence, and watch it go on.`}
        </Try>
        <Try
          icon={Inbox}
          title="Decide"
          action={
            waiting !== undefined && (
              <span className="flex flex-wrap gap-2">
                {waiting.form === undefined && (
                  <Button disabled={approve.isPending} onClick={() => approve.mutate(waiting)}>
                    {approve.isPending ? 'Approving…' : 'Approve it and watch'}
                  </Button>
                )}
                <Link to="/inbox" className={buttonClass('quiet')}>
                  {waiting.form === undefined ? 'Read it first' : 'Decide it'}
                </Link>
              </span>
            )
          }
        >
          {waiting === undefined
            ? 'Nothing waits for a person right now.'
            : `“${waiting.name}” waits for a person${waiting.deadline === null ? ', as long as it takes' : ''}.`}
        </Try>
        <Try
          icon={GitFork}
          title="Fork it here"
          action={
            forkable !== undefined && (
              <>
                <Button disabled={fork.isPending} onClick={() => fork.mutate(forkable.id)}>
                  {fork.isPending ? 'Forking…' : 'Fork it here'}
                </Button>
                <Link to={`/executions/${encodeURIComponent(forkable.id)}?tab=history&superstep=1`} className={buttonClass('quiet')}>
                  See it first
                </Link>
              </>
            )
          }
        >
          {forkable === undefined
            ? 'As soon as one has come a few steps, go back in it.'
            : `Take “${forkable.name}” as it stood after its first superstep, and let it go another way from there.`}
        </Try>
      </ul>
      {fork.error !== null && <FailureNote title="It was not forked" error={fork.error} />}
      {kill.error !== null && <FailureNote title="The worker was not killed" error={kill.error} />}
      {approve.error !== null && <FailureNote title="It was not approved" error={approve.error} />}
    </section>
  );
}

function Try({ icon: Icon, title, action, children }: { icon: LucideIcon; title: string; action: ReactNode; children: ReactNode }) {
  return (
    <li className="flex min-w-0 flex-col items-start gap-2 rounded-lg border border-accent/25 bg-accent-soft px-4 py-3">
      <p className="flex items-center gap-2 font-medium">
        <Icon aria-hidden className="size-4 text-accent" /> {title}
      </p>
      <p className="text-[0.8125rem] text-ink-soft [overflow-wrap:anywhere]">{children}</p>
      <div className="mt-auto pt-1">{action}</div>
    </li>
  );
}
