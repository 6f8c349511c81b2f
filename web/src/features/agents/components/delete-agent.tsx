import type { Agent } from '@client';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Button } from '@/components/button';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { FailureNote } from '@/components/error-note';
import { useDeleteAgent } from '../api/use-agent';

/** Deletes an agent that no workflow names; the API says which do. */
export function DeleteAgent({ agent }: { agent: Agent }) {
  const [asking, setAsking] = useState(false);
  const remove = useDeleteAgent();
  const navigate = useNavigate();
  return (
    <>
      <Button variant="quiet" onClick={() => setAsking(true)}>
        Delete
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Delete ${agent.name}?`}
        confirmLabel="Delete"
        dismissLabel="Keep"
        onConfirm={() => remove.mutate(agent, { onSuccess: () => void navigate('/agents') })}
        onClose={() => {
          setAsking(false);
          remove.reset();
        }}
      >
        {remove.error === null ? (
          'No new workflow can use it. What runs goes on, and its revisions stay readable.'
        ) : (
          <FailureNote title="It was not deleted" error={remove.error} />
        )}
      </ConfirmDialog>
    </>
  );
}
