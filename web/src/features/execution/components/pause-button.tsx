import type { Execution } from '@client';
import { Pause, Play } from 'lucide-react';
import { Button } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { usePause } from '../api/use-pause';

/** Holds it before its next call; what is in flight is finished. Or lets it go on. */
export function PauseButton({ execution }: { execution: Execution }) {
  const pause = usePause(execution);
  const paused = execution.status === 'paused';
  const Icon = paused ? Play : Pause;
  return (
    <>
      <Button
        disabled={pause.isPending}
        onClick={() => pause.mutate()}
        title={paused ? 'Let it go on where it stands' : 'Hold it before its next call; the call in flight is finished'}
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
