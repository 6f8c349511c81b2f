import { Plus, Workflow as WorkflowIcon } from 'lucide-react';
import { Link } from 'react-router';
import { buttonClass } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { ListParts } from '@/components/list-parts';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { useWorkflows } from '../api/use-workflows';
import { WorkflowCard } from './workflow-card';

/** All workflows; each leads to the form that starts it. */
export function WorkflowsPage() {
  const query = useWorkflows();
  const workflows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Page title="Workflows">
      <PageHeader
        title="Workflows"
        description="What your agents can do together. Choose one to start it."
        actions={
          <Link to="/workflows/new" className={buttonClass('primary')}>
            <Plus aria-hidden className="size-4" /> New workflow
          </Link>
        }
      />
      <ListParts
        query={query}
        what="The workflows"
        empty={
          <EmptyState icon={WorkflowIcon} title="There is no workflow yet">
            Create one here, with POST /api/v1/workflows, or with client.workflows.create from TypeScript.
          </EmptyState>
        }
      >
        <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-3">
          {workflows.map((workflow) => (
            <WorkflowCard key={workflow.id} workflow={workflow} />
          ))}
        </ul>
      </ListParts>
    </Page>
  );
}
