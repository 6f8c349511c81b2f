import { type Execution, StudioError } from '@client';
import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import type { LineageNode, LineageTree } from '../model/lineage';
import { collect } from './read-everything';

/** So many relatives are shown; more are rare, and a page of them would help nobody. */
const MOST = 60;
const REFRESH_MS = 5_000;

/** Where an execution comes from and what came of it: the whole tree that it is in, from the first original that is left. */
export function useLineage(execution: Execution) {
  return useQuery({
    queryKey: [...queryKeys.lineages, execution.id],
    queryFn: async ({ signal }): Promise<LineageTree> => {
      let origin = execution;
      let parent = await findParent(origin, signal);
      for (let tries = 0; parent !== null && tries < MOST; tries += 1) {
        origin = parent;
        parent = await findParent(origin, signal);
      }
      const budget = { left: MOST };
      const tree = await readBelow(origin, budget, signal);
      return { origin: tree, rootless: origin.forkedFrom !== undefined, cut: budget.left <= 0 };
    },
    refetchInterval: REFRESH_MS,
  });
}

/** Null for an original, and for one whose original was deleted. */
async function findParent({ forkedFrom }: Execution, signal: AbortSignal): Promise<Execution | null> {
  if (forkedFrom === undefined) return null;
  try {
    return await client.executions.get(forkedFrom.executionId, { signal });
  } catch (error) {
    if (error instanceof StudioError && error.code === 'not_found') return null;
    throw error;
  }
}

async function readBelow(execution: Execution, budget: { left: number }, signal: AbortSignal): Promise<LineageNode> {
  budget.left -= 1;
  const forks = await collect(client.executions.forks(execution.id, {}, { signal }), Math.max(0, budget.left));
  const children: LineageNode[] = [];
  for (const fork of forks.reverse()) if (budget.left > 0) children.push(await readBelow(fork, budget, signal));
  return { execution, children };
}
