import type { Execution } from '@client';
import { useState } from 'react';
import { Link } from 'react-router';
import { Button, buttonClass } from '@/components/button';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { ErrorNote, FailureNote } from '@/components/error-note';
import { toCountText } from '@/lib/format';
import { useBulk } from '../api/use-bulk';
import { toTargets } from '../model/bulk';

const MOST_SHOWN = 5;

/** What can be done with those that are chosen. */
export function BulkBar({ chosen, onClear }: { chosen: readonly Execution[]; onClear: () => void }) {
  const [asking, setAsking] = useState(false);
  const bulk = useBulk();
  const cancellable = toTargets('cancel', chosen).length;
  const retryable = toTargets('retry', chosen).length;
  // What was done is told as long as the same are chosen; those it was done for are not retried twice by a second click.
  const result = bulk.data !== undefined && isSame(bulk.variables.chosen, chosen) ? bulk.data : undefined;
  // The list has the newest first; a comparison begins with the older one.
  const [right, left] = chosen;
  return (
    <section aria-label="With those chosen" className="border-line border-b bg-raised px-4 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="mr-auto text-[0.8125rem]">
          {bulk.isPending
            ? 'Working…'
            : result === undefined
              ? `${toCountText(chosen.length, 'execution')} chosen`
              : `${toCountText(result.done, 'execution')} ${result.command === 'cancel' ? 'asked to stop' : 'started again'}`}
        </p>
        <Button disabled={cancellable === 0 || bulk.isPending} onClick={() => setAsking(true)}>
          Cancel {cancellable}
        </Button>
        <Button
          disabled={retryable === 0 || bulk.isPending || result?.command === 'retry'}
          onClick={() => bulk.mutate({ command: 'retry', chosen })}
        >
          Retry {retryable}
        </Button>
        {left !== undefined && right !== undefined && chosen.length === 2 && (
          <Link to={`/executions/${encodeURIComponent(left.id)}/compare/${encodeURIComponent(right.id)}`} className={buttonClass()}>
            Compare
          </Link>
        )}
        <Button variant="quiet" onClick={onClear}>
          Clear
        </Button>
      </div>
      {bulk.error !== null && <FailureNote title="It was not done" error={bulk.error} />}
      {result !== undefined && result.failures.length > 0 && (
        <div className="mt-2">
          <ErrorNote
            title={`${toCountText(result.failures.length, 'execution')} could not be ${result.command === 'cancel' ? 'cancelled' : 'retried'}`}
          >
            {result.failures
              .slice(0, MOST_SHOWN)
              .map(({ name, message }) => `${name}: ${message}`)
              .join('\n')}
            {result.failures.length > MOST_SHOWN && `\nand ${result.failures.length - MOST_SHOWN} more`}
          </ErrorNote>
        </div>
      )}
      <ConfirmDialog
        open={asking}
        title={`Cancel ${toCountText(cancellable, 'execution')}?`}
        confirmLabel="Cancel them"
        dismissLabel="Let them run"
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          bulk.mutate({ command: 'cancel', chosen });
        }}
      >
        Calls in flight are stopped and no further ones are made. What was finished stays readable. It cannot be taken back.
      </ConfirmDialog>
    </section>
  );
}

function isSame(some: readonly Execution[], others: readonly Execution[]): boolean {
  return some.length === others.length && some.every(({ id }, index) => id === others[index]?.id);
}
