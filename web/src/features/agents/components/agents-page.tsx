import { Bot, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { buttonClass } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { ListParts } from '@/components/list-parts';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { useAgents } from '../api/use-agents';
import { toModelText } from '../model/model-text';

/** All agents. */
export function AgentsPage() {
  const query = useAgents();
  const agents = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Page title="Agents">
      <PageHeader
        title="Agents"
        description="Who works in your workflows."
        actions={
          <Link to="/agents/new" className={buttonClass('primary')}>
            <Plus aria-hidden className="size-4" /> New agent
          </Link>
        }
      />
      <ListParts
        query={query}
        what="The agents"
        empty={
          <EmptyState icon={Bot} title="There is no agent yet">
            Create one here, with POST /api/v1/agents, or with client.agents.create from TypeScript.
          </EmptyState>
        }
      >
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {agents.map((agent) => (
            <li key={agent.id} className="relative flex items-baseline gap-4 px-4 py-2.5 hover:bg-raised/60">
              <Link
                to={`/agents/${encodeURIComponent(agent.id)}`}
                className="max-w-[60%] shrink-0 font-medium [overflow-wrap:anywhere] after:absolute after:inset-0"
              >
                {agent.name}
              </Link>
              <span className="min-w-0 flex-1 truncate text-ink-soft text-[0.8125rem]">{agent.description}</span>
              <span className="hidden shrink-0 text-ink-faint text-xs sm:inline">{toModelText(agent.model)}</span>
            </li>
          ))}
        </ul>
      </ListParts>
    </Page>
  );
}
