import type { StepSummary } from '@client';
import { useQueries, useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

const REFRESH_MS = 3_000;
const PAGE = 100;

/** The steps inside a step (null: the root), without texts; read again while the execution is `open`. */
export function useSteps(id: string, parent: string | null, open: boolean) {
  return useQuery({
    queryKey: [...queryKeys.execution(id), 'steps', parent, open],
    queryFn: ({ signal }) => client.executions.steps(id, parent === null ? {} : { parent }, { signal }),
    refetchInterval: open ? REFRESH_MS : false,
  });
}

/** The repetitions of a step with these numbers, as far as they have been read. */
export function useRepetitions(id: string, path: string, numbers: readonly number[], open: boolean) {
  const parent = path.slice(0, path.lastIndexOf('/'));
  const repetitionsOf = path.slice(parent.length + 1);
  const pages = [...new Set(numbers.map((number) => Math.floor((number - 1) / PAGE)))];
  return useQueries({
    queries: pages.map((page) => ({
      queryKey: [...queryKeys.execution(id), 'repetitions', path, page, open],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.executions.steps(id, { parent, repetitionsOf, after: page * PAGE, limit: PAGE }, { signal }),
      refetchInterval: open ? REFRESH_MS : (false as const),
    })),
    combine: (results) => new Map<string, StepSummary>(results.flatMap(({ data }) => (data?.items ?? []).map((step) => [step.path, step]))),
  });
}
