import { useNavigate, useParams } from 'react-router';
import { Breadcrumb } from '@/components/breadcrumb';
import { FailureNote } from '@/components/error-note';
import { Page } from '@/components/page';
import { Skeleton } from '@/components/skeleton';
import { useEditorKey } from '@/lib/use-editor-key';
import { useAgent } from '../api/use-agent';
import { AgentEditor } from './agent-editor';

/** One agent: to change, to try and to go back; without an id a new one. */
export function AgentPage() {
  const { agentId } = useParams();
  const { data: agent, error } = useAgent(agentId);
  const { key, becomes } = useEditorKey(agentId ?? 'new');
  const navigate = useNavigate();
  const goOnWith = (id: string) => {
    becomes(id);
    void navigate(`/agents/${encodeURIComponent(id)}`, { replace: true });
  };
  return (
    <Page title={agentId === undefined ? 'New agent' : (agent?.name ?? 'Agent')}>
      <Breadcrumb to="/agents" label="Agents" />
      {error !== null && <FailureNote title="The agent could not be read" error={error} />}
      {agentId !== undefined && agent === undefined && error === null && <Skeleton label="Loading the agent" />}
      {(agentId === undefined || agent !== undefined) && <AgentEditor key={key} agent={agent} onCreated={goOnWith} />}
    </Page>
  );
}
