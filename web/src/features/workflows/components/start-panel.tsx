import { type Json, type JsonObject, StudioError, type Workflow } from '@client';
import { lazy, Suspense } from 'react';
import { useNavigate } from 'react-router';
import { FailureNote } from '@/components/error-note';
import { Panel } from '@/components/panel';
import { Skeleton } from '@/components/skeleton';
import { useExecute } from '../api/use-execute';
import { FreeForm } from './free-form';

const SchemaForm = lazy(() => import('./schema-form'));

/** Starts an execution and goes to its live page. */
export function StartPanel({ workflow }: { workflow: Workflow }) {
  const execute = useExecute(workflow.id);
  const navigate = useNavigate();
  const start = (input: Json | undefined) =>
    execute.mutate(input, { onSuccess: (executionId) => void navigate(`/executions/${encodeURIComponent(executionId)}`) });
  const { inputSchema } = workflow;
  const mistakes = execute.error instanceof StudioError ? execute.error.errors : NONE;
  return (
    <Panel title="Start an execution">
      {execute.error !== null && (
        <div className="mb-4">
          <FailureNote title="It was not started" error={execute.error} />
        </div>
      )}
      {inputSchema === undefined ? (
        <FreeForm busy={execute.isPending} onStart={start} />
      ) : (
        <Suspense fallback={<Skeleton label="Loading the form" />}>
          <SchemaForm schema={inputSchema as JsonObject} busy={execute.isPending} mistakes={mistakes} onStart={start} />
        </Suspense>
      )}
    </Panel>
  );
}

const NONE: [] = [];
