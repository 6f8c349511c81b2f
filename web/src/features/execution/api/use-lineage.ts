import type { Execution } from '@client';
import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import type { LineageNode } from '../model/lineage';
import { collect } from './read-everything';

/** So many relatives are shown; more are rare, and a page of them would help nobody. */
const MOST = 60;
const REFRESH_MS = 5_000;

/** Where an execution comes from and what came of it: the whole tree that it is in, from the first original on. */
export function useLineage(execution: Execution) {
  return useQuery({
    queryKey: [...queryKeys.lineages, execution.id],
    queryFn: async ({ signal }) => {
      let origin = execution;
      for (let tries = 0; origin.forkedFrom !== undefined && tries < MOST; tries += 1) {
        origin = await client.executions.get(origin.forkedFrom.executionId, { signal });
      }
      return readBelow(origin, { left: MOST }, signal);
    },
    refetchInterval: REFRESH_MS,
  });
}

async function readBelow(execution: Execution, budget: { left: number }, signal: AbortSignal): Promise<LineageNode> {
  budget.left -= 1;
  const forks = await collect(client.executions.forks(execution.id, {}, { signal }), Math.max(0, budget.left));
  const children: LineageNode[] = [];
  for (const fork of forks.reverse()) if (budget.left > 0) children.push(await readBelow(fork, budget, signal));
  return { execution, children };
}
