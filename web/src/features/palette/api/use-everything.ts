import { useQueries } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** The newest of each kind: what a list answers in one page. */
const LIMIT = 200;

/** What the palette searches: the newest executions, workflows and agents. */
export function useEverything() {
  return useQueries({
    queries: [
      { queryKey: [...queryKeys.executions, 'palette'], queryFn: () => client.executions.list({ limit: LIMIT }) },
      { queryKey: [...queryKeys.workflows, 'palette'], queryFn: () => client.workflows.list({ limit: LIMIT }) },
      { queryKey: [...queryKeys.agents, 'palette'], queryFn: () => client.agents.list({ limit: LIMIT }) },
    ],
    combine: ([executions, workflows, agents]) => ({
      executions: executions.data?.items ?? [],
      workflows: workflows.data?.items ?? [],
      agents: agents.data?.items ?? [],
      loading: executions.isPending || workflows.isPending || agents.isPending,
      error: executions.error ?? workflows.error ?? agents.error,
    }),
  });
}
