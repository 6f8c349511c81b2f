import type { StepSummary } from '@client';
import { useQueries, useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** The server counts all events for an answer, so it is not asked too often. */
const REFRESH_MS = 5_000;
const PAGE = 100;

/** The steps inside a step (null: the root), without texts; read again while the execution is `live`. */
export function stepsQuery(id: string, parent: string | null, live: boolean) {
  return {
    queryKey: [...queryKeys.execution(id), 'steps', parent],
    queryFn: ({ signal }: { signal: AbortSignal }) => client.executions.steps(id, parent === null ? {} : { parent }, { signal }),
    refetchInterval: live ? REFRESH_MS : (false as const),
  };
}

/** Every step of an execution, its repetitions counted together. */
export function useStepTotals(id: string, live: boolean) {
  return useQuery({
    queryKey: [...queryKeys.execution(id), 'step totals'],
    queryFn: ({ signal }) => client.executions.steps(id, { all: 'true' }, { signal }),
    refetchInterval: live ? REFRESH_MS : false,
  });
}

/** Repetitions by their paths, as far as they have been read: pages around those that are asked for. */
export function useRepetitions(id: string, wanted: readonly { group: string; number: number }[], live: boolean) {
  const pages = new Set(wanted.map(({ group, number }) => `${Math.floor((number - 1) / PAGE)} ${group}`));
  return useQueries({
    queries: [...pages].map((key) => {
      const page = Number.parseInt(key, 10);
      const group = key.slice(key.indexOf(' ') + 1);
      const parent = group.slice(0, group.lastIndexOf('/'));
      return {
        queryKey: [...queryKeys.execution(id), 'repetitions', group, page],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          client.executions.steps(
            id,
            { parent, repetitionsOf: group.slice(parent.length + 1), after: page * PAGE, limit: PAGE },
            { signal },
          ),
        refetchInterval: live ? REFRESH_MS : (false as const),
      };
    }),
    combine: (results) => new Map<string, StepSummary>(results.flatMap(({ data }) => (data?.items ?? []).map((step) => [step.path, step]))),
  });
}

/** A step, or a repetition of one, by its path; undefined when none has begun. */
export async function findStep(id: string, path: string, signal?: AbortSignal): Promise<StepSummary | undefined> {
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const [own = '', number] = path.slice(parent === '' ? 0 : parent.length + 1).split('#');
  const range =
    parent === '' ? {} : number === undefined ? { parent } : { parent, repetitionsOf: own, after: Number(number) - 1, limit: 1 };
  const { items } = await client.executions.steps(id, range, { signal });
  return items.find((step) => step.path === path);
}
