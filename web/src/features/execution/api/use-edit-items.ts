import type { Checkpoint, Execution } from '@client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { useTools } from '@/lib/use-tools';
import { toEditItems } from '../model/edits/edit-item';
import { readEvents } from './read-everything';
import { findCheckpoint } from './use-checkpoint';
import { usePlannedRoot } from './use-planned-root';

/** What comes right behind a superstep: as many events as tell what the next steps were given. */
const NEXT = 500;

/** What can be edited at a superstep, and what is there now. */
export function useEditItems(execution: Execution, { superstep, seq, editable }: Checkpoint) {
  const { data: tools } = useTools();
  const root = usePlannedRoot(execution);
  const { data, error, refetch } = useQuery({
    queryKey: [...queryKeys.execution(execution.id), 'editItems', superstep],
    queryFn: async ({ signal }) => {
      const before = superstep <= 1 ? null : await findCheckpoint(execution.id, superstep - 1, signal);
      const [events, { items: next }, { items: agents }] = await Promise.all([
        readEvents(execution.id, seq, signal, before?.seq ?? 0),
        client.executions.events(execution.id, { after: seq, limit: NEXT }, { signal }),
        client.executions.agents(execution.id, { signal }),
      ]);
      return { events, next, agents };
    },
    staleTime: 60_000,
  });
  const items = useMemo(
    () => (data === undefined ? undefined : toEditItems({ editable, tools: tools?.items ?? [], root, ...data })),
    [data, editable, tools, root],
  );
  return { items, error, refetch };
}
