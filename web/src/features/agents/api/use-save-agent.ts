import type { Agent, AgentBody } from '@client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import type { Draft } from '../model/draft';

interface Saving {
  draft: Draft;
  /** The agent that is replaced, and the revision that the draft is based on; a new one is created without. */
  base?: Agent;
}

/** Saves an agent. What is shown changes at once, and back when it could not be saved. */
export function useSaveAgent() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ draft, base }: Saving) => {
      const body = draft as AgentBody;
      return base === undefined ? client.agents.create(body) : client.agents.replace(base.id, body, { ifMatch: base.revision });
    },
    onMutate: async ({ draft, base }) => {
      if (base === undefined) return;
      const queryKey = queryKeys.agent(base.id);
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData<Agent>(queryKey);
      queries.setQueryData(queryKey, { ...base, ...draft });
      return { queryKey, before };
    },
    onError: (_error, _saving, earlier) => {
      if (earlier !== undefined) queries.setQueryData(earlier.queryKey, earlier.before);
    },
    onSuccess: (saved) => {
      queries.setQueryData(queryKeys.agent(saved.id), saved);
      return queries.invalidateQueries({ queryKey: queryKeys.agents });
    },
  });
}
