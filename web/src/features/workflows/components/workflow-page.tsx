import { Activity, Pencil } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { Breadcrumb } from '@/components/breadcrumb';
import { buttonClass } from '@/components/button';
import { DeleteDefinition } from '@/components/definition/delete-definition';
import { FailureNote } from '@/components/error-note';
import { Graph } from '@/components/graph';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { Panel } from '@/components/panel';
import { Skeleton } from '@/components/skeleton';
import { Timestamp } from '@/components/timestamp';
import { queryKeys } from '@/lib/query-keys';
import { useAgentNames } from '../api/use-agent-names';
import { useDeleteWorkflow, useWorkflow } from '../api/use-workflow';
import { StartPanel } from './start-panel';
import { StepOutline } from './step-outline';

/** One workflow: the form that starts it, and what it does as a drawing and as text. */
export function WorkflowPage() {
  const { workflowId = '' } = useParams();
  const { data: workflow, error } = useWorkflow(workflowId);
  const agentNames = useAgentNames();
  const remove = useDeleteWorkflow();
  if (workflow === undefined) {
    return (
      <Page title="Workflow">
        <Breadcrumb to="/workflows" label="Workflows" />
        {error === null ? <Skeleton label="Loading the workflow" /> : <FailureNote title="The workflow could not be read" error={error} />}
      </Page>
    );
  }
  return (
    <Page title={workflow.name}>
      <Breadcrumb to="/workflows" label="Workflows" />
      <PageHeader
        title={workflow.name}
        description={workflow.description}
        actions={
          <>
            <DeleteDefinition
              definition={workflow}
              remove={remove}
              consequence="It cannot be started any more. What runs goes on, and its executions and revisions stay readable."
              list="/workflows"
              keys={{ one: queryKeys.workflow(workflow.id), all: queryKeys.workflows }}
            />
            <Link to={`/workflows/${encodeURIComponent(workflow.id)}/edit`} className={buttonClass('secondary')}>
              <Pencil aria-hidden className="size-4" /> Edit
            </Link>
            <Link to={`/executions?workflowId=${encodeURIComponent(workflow.id)}`} className={buttonClass('secondary')}>
              <Activity aria-hidden className="size-4" /> Its executions
            </Link>
          </>
        }
      />
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0 space-y-5">
          <StartPanel key={workflow.id} workflow={workflow} />
          <Panel title="Graph" bodyClassName="overflow-hidden rounded-b-lg">
            <Graph root={workflow.root} names={agentNames} className="h-[28rem]" />
          </Panel>
        </div>
        <Panel
          title="Steps"
          aside={
            <span className="text-ink-faint text-xs">
              Revision {workflow.revision} · <Timestamp time={workflow.updatedAt} />
            </span>
          }
          bodyClassName="px-4 py-3"
        >
          <ol>
            <StepOutline step={workflow.root} agentNames={agentNames} />
          </ol>
        </Panel>
      </div>
    </Page>
  );
}
