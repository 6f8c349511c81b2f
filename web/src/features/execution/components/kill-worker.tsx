import type { Attempt, ExecutionView } from '@client';
import { Skull } from 'lucide-react';
import { Button } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { useStudio } from '@/lib/use-studio';
import { useKillWorker } from '../api/use-kill-worker';
import { toKillStory } from '../model/kill-story';
import { KillStory } from './kill-story';

interface KillWorkerProps {
  view: ExecutionView;
  attempts: readonly Attempt[];
  ended: boolean;
}

/** Lets anyone see the promise kept: kill the worker, and the work goes on. Only where the Studio is for development. */
export function KillWorker({ view, attempts, ended }: KillWorkerProps) {
  const studio = useStudio();
  const kill = useKillWorker();
  if (studio?.development !== true || (ended && kill.killed === undefined)) return null;
  return (
    <section aria-label="Kill the worker" className="mt-4 rounded-lg border border-line bg-raised/50 px-3.5 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2.5">
        <p className="min-w-0 flex-1 basis-72 text-[0.8125rem] text-ink-soft">
          <strong className="font-semibold text-ink">Does it survive a crash?</strong> Kill the process that does this work (SIGKILL): the
          call in flight is made again, finished ones are not.
        </p>
        {!ended && (
          <Button onClick={() => kill.mutate(view.lastSeq)} disabled={kill.isPending}>
            <Skull aria-hidden className="size-4 text-bad" />
            {kill.isPending ? 'Killing…' : kill.killed === undefined ? 'Kill the worker' : 'Kill it again'}
          </Button>
        )}
      </div>
      {kill.error !== null && (
        <div className="mt-3">
          <FailureNote title="The worker was not killed" error={kill.error} />
        </div>
      )}
      {kill.killed !== undefined && <KillStory beats={toKillStory(kill.killed, view, attempts)} />}
    </section>
  );
}
