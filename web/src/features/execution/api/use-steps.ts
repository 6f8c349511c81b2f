import type { StepSummary } from '@client';
import { useQueries, useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

const PAGE = 100;

/** What all that was counted of an execution's steps is kept under; see `useRefreshedSteps`. */
export function stepsKey(id: string) {
  return [...queryKeys.execution(id), 'steps'];
}

/** The steps inside a step (null: the root), without texts. */
export function stepsQuery(id: string, parent: string | null) {
  return {
    queryKey: [...stepsKey(id), 'in', parent],
    queryFn: ({ signal }: { signal: AbortSignal }) => client.executions.steps(id, parent === null ? {} : { parent }, { signal }),
  };
}

/** Every step of an execution, its repetitions counted together. */
export function useStepTotals(id: string) {
  return useQuery({
    queryKey: [...stepsKey(id), 'totals'],
    queryFn: ({ signal }) => client.executions.steps(id, { all: 'true' }, { signal }),
  });
}

/** Repetitions by their paths, as far as they have been read: pages around those that are asked for. */
export function useRepetitions(id: string, wanted: readonly { group: string; number: number }[]) {
  const pages = new Set(wanted.map(({ group, number }) => `${Math.floor((number - 1) / PAGE)} ${group}`));
  return useQueries({
    queries: [...pages].map((key) => {
      const page = Number.parseInt(key, 10);
      const group = key.slice(key.indexOf(' ') + 1);
      const parent = group.slice(0, group.lastIndexOf('/'));
      return {
        queryKey: [...stepsKey(id), 'repetitions', group, page],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          client.executions.steps(
            id,
            { parent, repetitionsOf: group.slice(parent.length + 1), after: page * PAGE, limit: PAGE },
            { signal },
          ),
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
