import type { AgentBody, JsonObject, Workflow, WorkflowBody } from '@client';
import { useQueryClient } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useCommand } from '@/lib/use-command';

interface Saving {
  body: JsonObject;
  /** What is replaced; a new workflow is created without. */
  base?: Workflow;
  /** Created first, unless there is one of the name already. */
  agents?: readonly AgentBody[];
}

/** Saves a workflow; the API checks it whole, and saves nothing of one that cannot run. */
export function useSaveWorkflow() {
  const queries = useQueryClient();
  return useCommand({
    mutationFn: async ({ body, base, agents = [] }: Saving) => {
      const known = new Set<string>();
      if (agents.length > 0) for await (const { name } of client.agents.list({ limit: 200 })) known.add(name);
      for (const agent of agents) if (!known.has(agent.name)) await client.agents.create(agent);
      const sent = body as unknown as WorkflowBody;
      return base === undefined ? client.workflows.create(sent) : client.workflows.replace(base.id, sent, { ifMatch: base.revision });
    },
    onSuccess: (saved) => {
      queries.setQueryData(queryKeys.workflow(saved.id), saved);
      return Promise.all([queryKeys.workflows, queryKeys.agents].map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
}
