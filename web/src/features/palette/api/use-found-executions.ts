import { EXECUTION_STATUSES, type Execution, StudioError, type Workflow } from '@client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { toStatusLabel } from '@/components/status-badge';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useSettled } from './use-settled';

/** Less finds too much. */
const SHORTEST = 3;
const MOST_WORKFLOWS = 3;
const OF_EACH = 5;

/** Executions of any age that the server finds for a text: by their id, by a workflow's name, by a status. */
export function useFoundExecutions(query: string, workflows: readonly Pick<Workflow, 'id' | 'name'>[]) {
  const text = useSettled(query.trim().toLowerCase());
  const workflowIds = workflows.filter(({ name }) => name.toLowerCase().includes(text)).map(({ id }) => id);
  const { data, error } = useQuery({
    queryKey: [...queryKeys.executions, 'found', text, workflowIds.slice(0, MOST_WORKFLOWS)],
    queryFn: async ({ signal }) => {
      const status = EXECUTION_STATUSES.filter((one) => toStatusLabel(one).toLowerCase().startsWith(text));
      const found = await Promise.all([
        getOrNull(query.trim(), signal),
        status.length === 0 ? [] : client.executions.list({ status, limit: OF_EACH }, { signal }).then(({ items }) => items),
        ...workflowIds
          .slice(0, MOST_WORKFLOWS)
          .map((workflowId) => client.executions.list({ workflowId, limit: OF_EACH }, { signal }).then(({ items }) => items)),
      ]);
      return found.flat().filter((one) => one !== null);
    },
    enabled: text.length >= SHORTEST,
    placeholderData: keepPreviousData,
  });
  return { found: text.length < SHORTEST ? [] : (data ?? []), error };
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
