import type { Workflow } from '@client';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Button } from '@/components/button';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { FailureNote } from '@/components/error-note';
import { useDeleteWorkflow } from '../api/use-workflow';

/** Deletes a workflow; its executions and revisions stay. */
export function DeleteWorkflow({ workflow }: { workflow: Workflow }) {
  const [asking, setAsking] = useState(false);
  const remove = useDeleteWorkflow();
  const navigate = useNavigate();
  return (
    <>
      <Button variant="quiet" onClick={() => setAsking(true)}>
        Delete
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Delete ${workflow.name}?`}
        confirmLabel="Delete"
        dismissLabel="Keep"
        onConfirm={() => remove.mutate(workflow, { onSuccess: () => void navigate('/workflows') })}
        onClose={() => {
          setAsking(false);
          remove.reset();
        }}
      >
        {remove.error === null ? (
          'It cannot be started any more. What runs goes on, and its executions and revisions stay readable.'
        ) : (
          <FailureNote title="It was not deleted" error={remove.error} />
        )}
      </ConfirmDialog>
    </>
  );
}
