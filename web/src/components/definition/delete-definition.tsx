import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Button } from '../button';
import { ConfirmDialog } from '../confirm-dialog';
import { FailureNote } from '../error-note';

interface DeleteDefinitionProps {
  definition: { id: string; name: string; revision: number };
  remove: UseMutationResult<undefined, Error, { id: string; revision: number }>;
  /** What is no longer possible then, and what stays. */
  consequence: string;
  /** Where the page goes then. */
  list: string;
}

/** Deletes an agent or a workflow after a question; where the API refuses, its reason takes the question's place. */
export function DeleteDefinition({ definition, remove, consequence, list }: DeleteDefinitionProps) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  return (
    <>
      <Button variant="quiet" onClick={() => setAsking(true)}>
        Delete
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Delete ${definition.name}?`}
        confirmLabel="Delete"
        dismissLabel="Keep"
        onConfirm={() => remove.mutate(definition, { onSuccess: () => void navigate(list) })}
        onClose={() => {
          setAsking(false);
          remove.reset();
        }}
      >
        {remove.error === null ? consequence : <FailureNote title="It was not deleted" error={remove.error} />}
      </ConfirmDialog>
    </>
  );
}
