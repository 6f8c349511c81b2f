import type { Execution } from '@client';
import { Pause, Play } from 'lucide-react';
import { Button } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { usePause } from '../api/use-pause';

/** Holds it before its next call; what is in flight is finished. Or lets it go on. */
export function PauseButton({ execution }: { execution: Execution }) {
  const pause = usePause(execution);
  const paused = execution.pausedAt !== undefined;
  const isCancelled = execution.cancelRequestedAt !== undefined;
  const Icon = paused ? Play : Pause;
  const hint = paused ? 'Let it go on where it stands' : 'Hold it before its next call; the call in flight is finished';
  return (
    <>
      <Button
        disabled={pause.isPending || isCancelled}
        onClick={() => pause.mutate()}
        title={isCancelled ? 'It is being cancelled, so no further call is made anyway' : hint}
      >
        <Icon aria-hidden className="size-4" />
        {paused ? 'Resume' : 'Pause'}
      </Button>
      {pause.error !== null && (
        <div className="w-full">
          <FailureNote title={paused ? 'It was not resumed' : 'It was not paused'} error={pause.error} />
        </div>
      )}
    </>
  );
}
