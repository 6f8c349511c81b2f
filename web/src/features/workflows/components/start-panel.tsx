import { type Json, type JsonObject, StudioError, type Workflow } from '@client';
import { useNavigate } from 'react-router';
import { FailureNote } from '@/components/error-note';
import { Panel } from '@/components/panel';
import { SchemaForm } from '@/components/schema-form';
import { useExecute } from '../api/use-execute';
import { FreeForm } from './free-form';
import { StartButton } from './start-button';

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
        <SchemaForm schema={inputSchema as JsonObject} mistakes={mistakes} root="/input" onSubmit={start}>
          <StartButton busy={execute.isPending} />
        </SchemaForm>
      )}
    </Panel>
  );
}

const NONE: [] = [];
