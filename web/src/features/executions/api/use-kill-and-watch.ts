import type { Execution } from '@client';
import { useNavigate } from 'react-router';
import { client } from '@/lib/client';
import { killWorker } from '@/lib/kill-worker';
import { useCommand } from '@/lib/use-command';

/**
 * Kills the worker in the middle of an execution and goes there. One that has ended is started anew first, and the
 * worker killed when the first words come.
 */
export function useKillAndWatch() {
  const navigate = useNavigate();
  return useCommand({
    mutationFn: async ({ id, status, workflowId, input }: Execution) => {
      const executionId = status === 'running' || workflowId === null ? id : await startSpeaking(workflowId, input);
      const { lastSeq } = await client.executions.events(executionId, { limit: 1 });
      const kill = await killWorker(lastSeq);
      await navigate(`/executions/${encodeURIComponent(executionId)}`, { state: { kill } });
    },
  });
}

/** Starts an execution; resolves with its id as soon as somebody in it speaks, or it has ended without a word. */
async function startSpeaking(workflowId: string, input: Execution['input']): Promise<string> {
  const { executionId } = await client.workflows.execute(workflowId, input);
  for await (const { type } of client.executions.watch(executionId)) if (type === 'delta') break;
  return executionId;
}
