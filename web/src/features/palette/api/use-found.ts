import { EXECUTION_STATUSES, type Execution, StudioError } from '@client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { toStatusLabel } from '@/components/status-badge';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useSettled } from './use-settled';

/** Less finds too much. */
const SHORTEST = 3;
const MOST_NAMED = 20;
const MOST_WORKFLOWS = 3;
const OF_EACH = 5;

/**
 * What the server finds for a text, of any age: workflows and agents by their names, executions by their id, by their
 * workflow's name, by a status.
 */
export function useFound(query: string) {
  const text = useSettled(query.trim());
  const { data, error } = useQuery({
    queryKey: [...queryKeys.found, text],
    queryFn: async ({ signal }) => {
      const [workflows, agents] = await Promise.all([
        client.workflows.list({ name: text, limit: MOST_NAMED }, { signal }),
        client.agents.list({ name: text, limit: MOST_NAMED }, { signal }),
      ]);
      const workflowIds = workflows.items.slice(0, MOST_WORKFLOWS).map(({ id }) => id);
      return { workflows: workflows.items, agents: agents.items, executions: await findExecutions(text, workflowIds, signal) };
    },
    enabled: text.length >= SHORTEST,
    placeholderData: keepPreviousData,
  });
  return { found: text.length < SHORTEST ? NOTHING : (data ?? NOTHING), error };
}

const NOTHING = { workflows: [], agents: [], executions: [] };

async function findExecutions(text: string, workflowIds: readonly string[], signal: AbortSignal): Promise<Execution[]> {
  const status = EXECUTION_STATUSES.filter((one) => toStatusLabel(one).toLowerCase().startsWith(text.toLowerCase()));
  const found = await Promise.all([
    getOrNull(text, signal),
    status.length === 0 ? [] : client.executions.list({ status, limit: OF_EACH }, { signal }).then(({ items }) => items),
    ...workflowIds.map((workflowId) => client.executions.list({ workflowId, limit: OF_EACH }, { signal }).then(({ items }) => items)),
  ]);
  return found.flat().filter((one) => one !== null);
}

/** The execution with this id, if the text is one. */
async function getOrNull(id: string, signal: AbortSignal): Promise<Execution | null> {
  if (!/^exe_\w+$/.test(id)) return null;
  try {
    return await client.executions.get(id, { signal });
  } catch (error) {
    if (error instanceof StudioError && error.code === 'not_found') return null;
    throw error;
  }
}
