import type { WorkflowBody } from '../../../contracts/entities';
import type { TestApi } from './start-api';

/** An agent and a workflow of one turn of it. */
export async function createEcho(api: TestApi, extra: Partial<WorkflowBody> = {}): Promise<{ agentId: string; workflowId: string }> {
  const agent = await api.call('POST', '/api/v1/agents', { body: { name: 'Echo', instructions: 'Repeat.' } });
  const workflow = await api.call('POST', '/api/v1/workflows', {
    body: { name: 'Echo once', root: { id: 'echo', type: 'agent', agent: 'Echo' }, ...extra },
  });
  if (workflow.status !== 201) throw new Error(workflow.text);
  return { agentId: String(agent.body.id), workflowId: String(workflow.body.id) };
}

/** A listed execution of a workflow. */
export async function execute(api: TestApi, workflowId: string, input: unknown = 'hello'): Promise<string> {
  const answer = await api.call('POST', `/api/v1/workflows/${workflowId}/execute`, { body: { input } });
  if (answer.status !== 202) throw new Error(answer.text);
  return String(answer.body.executionId);
}
