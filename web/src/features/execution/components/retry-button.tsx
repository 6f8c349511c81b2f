import { RotateCcw } from 'lucide-react';
import { Button } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { useRetry } from '../api/use-retry';

/** For one that did not complete: what failed is called again, what was answered before it is not. */
export function RetryButton({ executionId }: { executionId: string }) {
  const retry = useRetry(executionId);
  return (
    <>
      <Button
        disabled={retry.isPending}
        onClick={() => retry.mutate()}
        title="Run it on from its newest superstep, in a new execution; nothing before it is called again"
      >
        <RotateCcw aria-hidden className="size-4" />
        {retry.isPending ? 'Starting…' : 'Retry'}
      </Button>
      {retry.error !== null && (
        <div className="w-full">
          <FailureNote title="It was not started again" error={retry.error} />
        </div>
      )}
    </>
  );
}
