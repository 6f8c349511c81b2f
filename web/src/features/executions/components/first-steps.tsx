import { type Execution, hasEnded } from '@client';
import { GitFork, Inbox, type LucideIcon, Skull } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Button, buttonClass } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { usePendingApprovals } from '@/lib/use-pending-approvals';
import { useStudio } from '@/lib/use-studio';
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
  if (studio?.development !== true || executions.length === 0 || executions.length > STILL_NEW) return null;
  const running = executions.find(({ status }) => status === 'running');
  const waiting = pending?.[0];
  const forkable =
    executions.find(({ usage, status }) => usage.calls > 1 && hasEnded(status)) ?? executions.find(({ usage }) => usage.calls > 1);
  return (
    <section aria-label="Things to try" className="mb-5">
      <ul className="grid gap-3 md:grid-cols-3">
        <Try
          icon={Skull}
          title="Kill the worker"
          action={
            running !== undefined && (
              <Button variant="primary" disabled={kill.isPending} onClick={() => kill.mutate(running.id)}>
                {kill.isPending ? 'Killing…' : 'Kill it and watch'}
              </Button>
            )
          }
        >
          {running === undefined
            ? 'Start one of the workflows, then kill the process that does the work.'
            : `“${running.name}” is running. Kill the process that does the work, in the middle of a sentence, and watch it go on.`}
        </Try>
        <Try
          icon={Inbox}
          title="Decide"
          action={
            waiting !== undefined && (
              <Link to="/inbox" className={buttonClass('secondary')}>
                Decide it
              </Link>
            )
          }
        >
          {waiting === undefined ? 'Nothing waits for a person right now.' : `“${waiting.name}” waits for a person, as long as it takes.`}
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
    </section>
  );
}

function Try({ icon: Icon, title, action, children }: { icon: LucideIcon; title: string; action: ReactNode; children: ReactNode }) {
  return (
    <li className="flex flex-col items-start gap-2 rounded-lg border border-accent/25 bg-accent-soft px-4 py-3">
      <p className="flex items-center gap-2 font-medium">
        <Icon aria-hidden className="size-4 text-accent" /> {title}
      </p>
      <p className="text-[0.8125rem] text-ink-soft">{children}</p>
      <div className="mt-auto pt-1">{action}</div>
    </li>
  );
}
