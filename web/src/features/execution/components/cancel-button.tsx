import type { Execution } from '@client';
import { CircleStop } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { FailureNote } from '@/components/error-note';
import { useCancel } from '../api/use-cancel';

export function CancelButton({ execution }: { execution: Execution }) {
  const [asking, setAsking] = useState(false);
  const cancel = useCancel(execution.id);
  const requested = execution.cancelRequestedAt !== undefined || cancel.isPending;
  return (
    <>
      <Button disabled={requested} onClick={() => setAsking(true)}>
        <CircleStop aria-hidden className="size-4" />
        {requested ? 'Cancelling…' : 'Cancel'}
      </Button>
      <ConfirmDialog
        open={asking}
        title="Cancel this execution?"
        confirmLabel="Cancel it"
        dismissLabel="Let it run"
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          cancel.mutate();
        }}
      >
        The call in flight is stopped and no further one is made. What was finished stays readable. It cannot be taken back.
      </ConfirmDialog>
      {cancel.error !== null && (
        <div className="w-full">
          <FailureNote title="It was not cancelled" error={cancel.error} />
        </div>
      )}
    </>
  );
}
