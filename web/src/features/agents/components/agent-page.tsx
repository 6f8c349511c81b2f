import { useParams } from 'react-router';
import { Breadcrumb } from '@/components/breadcrumb';
import { FailureNote } from '@/components/error-note';
import { JsonView } from '@/components/json-view';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { Panel } from '@/components/panel';
import { Skeleton } from '@/components/skeleton';
import { Tag } from '@/components/tag';
import { Timestamp } from '@/components/timestamp';
import { useAgent } from '../api/use-agent';
import { toModelText } from '../model/model-text';

/** One agent, to read. */
export function AgentPage() {
  const { agentId = '' } = useParams();
  const { data: agent, error } = useAgent(agentId);
  return (
    <Page title={agent?.name ?? 'Agent'}>
      <Breadcrumb to="/agents" label="Agents" />
      {error !== null && <FailureNote title="The agent could not be read" error={error} />}
      {agent === undefined && error === null && <Skeleton label="Loading the agent" />}
      {agent !== undefined && (
        <>
          <PageHeader title={agent.name} description={agent.description} />
          <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <Panel title="Instructions">
              <p className="prose-plain leading-relaxed">{agent.instructions}</p>
            </Panel>
            <Panel
              title="Settings"
              aside={
                <span className="text-ink-faint text-xs">
                  Revision {agent.revision} · <Timestamp time={agent.updatedAt} />
                </span>
              }
            >
              <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-[0.8125rem]">
                <dt className="text-ink-faint">Model</dt>
                <dd>{toModelText(agent.model)}</dd>
                <dt className="text-ink-faint">Calls in a turn</dt>
                <dd>at most {agent.limits.maxTurns}</dd>
                <dt className="text-ink-faint">Tools</dt>
                <dd className="flex flex-wrap gap-1">
                  {agent.tools.length === 0 ? 'none' : agent.tools.map((tool) => <Tag key={tool}>{tool}</Tag>)}
                </dd>
              </dl>
              {agent.output !== undefined && (
                <div className="mt-4">
                  <JsonView value={agent.output} label="Schema of its output" />
                </div>
              )}
            </Panel>
          </div>
        </>
      )}
    </Page>
  );
}
