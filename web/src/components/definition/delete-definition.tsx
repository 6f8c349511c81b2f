import { StudioError } from '@client';
import { type QueryKey, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
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
  /** Where it and all of its kind are kept on the page. */
  keys: { one: QueryKey; all: QueryKey };
}

/** Deletes an agent or a workflow after a question; where the API refuses, its reason takes the question's place. */
export function DeleteDefinition({ definition, remove, consequence, list, keys }: DeleteDefinitionProps) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const leave = async () => {
    // First of all, for what is on the page is read again, and it is not there any more.
    await navigate(list);
    queries.removeQueries({ queryKey: keys.one });
    await queries.invalidateQueries({ queryKey: keys.all });
  };
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
        onConfirm={() => remove.mutate(definition, { onSuccess: () => void leave() })}
        onClose={() => {
          setAsking(false);
          remove.reset();
        }}
      >
        {remove.error === null ? (
          consequence
        ) : (
          <FailureNote title="It was not deleted" error={remove.error} action={<Users workflows={toUsers(remove.error)} />} />
        )}
      </ConfirmDialog>
    </>
  );
}

interface User {
  id: string;
  name: string;
}

/** The workflows that name it. */
function Users({ workflows }: { workflows: readonly User[] }) {
  if (workflows.length === 0) return null;
  return (
    <ul aria-label="Workflows that use it" className="max-h-40 overflow-y-auto">
      {workflows.map(({ id, name }) => (
        <li key={id}>
          <Link
            to={`/workflows/${encodeURIComponent(id)}/edit`}
            className="rounded text-accent underline underline-offset-2 [overflow-wrap:anywhere]"
          >
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function toUsers(error: Error): User[] {
  if (!(error instanceof StudioError) || error.code !== 'in_use') return [];
  const { workflows } = error.more;
  return Array.isArray(workflows) ? workflows.filter(isUser) : [];
}

function isUser(value: unknown): value is User {
  const user = value as Partial<User> | null;
  return typeof user?.id === 'string' && typeof user.name === 'string';
}
