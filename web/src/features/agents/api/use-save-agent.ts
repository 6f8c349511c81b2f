import type { Agent, AgentBody, Page } from '@client';
import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useCommand } from '@/lib/use-command';
import type { Draft } from '../model/draft';

interface Saving {
  draft: Draft;
  /** The agent that is replaced, and the revision that the draft is based on; a new one is created without. */
  base?: Agent;
}

/** Saves an agent. What is shown changes at once, in the list too, and back when it could not be saved. */
export function useSaveAgent() {
  const queries = useQueryClient();
  return useCommand({
    mutationFn: ({ draft, base }: Saving) => {
      const body = draft as AgentBody;
      return base === undefined ? client.agents.create(body) : client.agents.replace(base.id, body, { ifMatch: base.revision });
    },
    onMutate: async ({ draft, base }) => {
      if (base === undefined) return;
      const queryKey = queryKeys.agents;
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueriesData({ queryKey });
      const expected: Agent = { ...base, model: undefined, output: undefined, ...draft, revision: base.revision + 1 };
      queries.setQueryData(queryKeys.agent(base.id), expected);
      queries.setQueriesData<InfiniteData<Page<Agent>>>({ queryKey: queryKeys.agentList }, (list) => list && withAgent(list, expected));
      return before;
    },
    onError: (_error, _saving, before = []) => {
      for (const [queryKey, data] of before) queries.setQueryData(queryKey, data);
    },
    onSuccess: (saved) => queries.setQueryData(queryKeys.agent(saved.id), saved),
    // Also after an error: what is there then is perhaps somebody else's, and an answer may have been lost on its way.
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: queryKeys.agents });
    },
  });
}

function withAgent(list: InfiniteData<Page<Agent>>, agent: Agent): InfiniteData<Page<Agent>> {
  const pages = list.pages.map((page) => ({ ...page, items: page.items.map((item) => (item.id === agent.id ? agent : item)) }));
  return { ...list, pages };
}
