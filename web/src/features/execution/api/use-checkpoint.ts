import type { Checkpoint } from '@client';
import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** One superstep, wherever it is in a long execution; null when there is none with this number (yet). */
export function useCheckpoint(id: string, superstep: number | null) {
  return useQuery({
    queryKey: [...queryKeys.execution(id), 'checkpoint', superstep],
    queryFn: ({ signal }) => findCheckpoint(id, superstep ?? 0, signal),
    enabled: superstep !== null,
  });
}

/** Of superstep 0, the beginning, nobody keeps one: nothing had been called, and the steps that came first can get other inputs. */
export async function findCheckpoint(id: string, superstep: number, signal: AbortSignal): Promise<Checkpoint | null> {
  if (superstep > 0) return (await client.executions.checkpoints(id, { superstep, limit: 1 }, { signal })).items[0] ?? null;
  const [{ startedAt }, { items }] = await Promise.all([
    client.executions.get(id, { signal }),
    client.executions.events(id, { limit: 200 }, { signal }),
  ]);
  const end = items.findIndex(({ type }) => type === 'superstepCommitted');
  const inputs = items
    .slice(0, end === -1 ? undefined : end)
    .flatMap((event) => (event.type === 'stepStarted' && !WITHOUT_INPUT.includes(event.stepType) ? [event.stepPath] : []));
  const usage = { inputTokens: 0, outputTokens: 0, calls: 0, wastedCalls: 0, cost: null };
  const editable = { agents: [], messages: [], toolResults: [], answers: [], inputs };
  return { superstep: 0, stepPath: '', at: startedAt, seq: 0, usage, editable };
}

/** Steps that read no input. */
const WITHOUT_INPUT: readonly string[] = ['map', 'approval', 'wait'];
