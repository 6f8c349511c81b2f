import type { JsonObject } from '@client';
import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { toVocabulary, type Vocabulary } from '../model/completion';

const LIMIT = 200;

/** What an editor of definitions may suggest; undefined until it is read, and then the editor works without. */
export function useVocabulary(): Vocabulary | undefined {
  return useQuery({
    queryKey: queryKeys.vocabulary,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const [document, agents, tools, workflows] = await Promise.all([
        fetch('/openapi.json', { signal }).then((response) => response.json() as Promise<JsonObject>),
        client.agents.list({ limit: LIMIT }, { signal }),
        client.tools.list({ signal }),
        client.workflows.list({ limit: LIMIT }, { signal }),
      ]);
      const names = (all: { name: string }[]) => all.map(({ name }) => name);
      return toVocabulary(document, {
        agent: names(agents.items),
        tool: tools.items.map(({ id }) => id),
        workflow: names(workflows.items),
      });
    },
  }).data;
}
