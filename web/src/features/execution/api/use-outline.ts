import type { StepSummary } from '@client';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { type Outline, toOutline } from '../model/outline';
import { stepsQuery } from './use-steps';

/** These hold no other steps. */
const LEAVES = ['agent', 'tool', 'wait', 'approval', 'turn'];
/** So many levels are open from the beginning. */
const OPEN_LEVELS = 2;

interface OutlineState extends Outline {
  error: Error | null;
  loading: boolean;
  /** Opens or closes what a line stands for. */
  toggle: (path: string) => void;
}

/** True for a line that has something in it. */
export function isExpandable({ stepType, repeats }: Pick<StepSummary, 'stepType' | 'repeats'>): boolean {
  return repeats || !LEAVES.includes(stepType);
}

/** The steps of a long execution as lines, without texts; what is in one is read when it is opened. */
export function useOutline(id: string): OutlineState {
  const queries = useQueryClient();
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  // Which levels are needed is known from those that are there, so it is found out with each one that comes.
  const outline = toOutline({
    stepsIn: (parent) => queries.getQueryData<{ items: StepSummary[] }>(stepsQuery(id, parent).queryKey)?.items,
    isOpen: (step, depth) => isExpandable(step) && isOpenAt(step, depth) !== toggled.has(step.path),
    openRepetitionsOf: (path) => numbersOf(toggled, path),
  });
  const state = useQueries({
    queries: outline.parents.map((parent) => stepsQuery(id, parent)),
    combine: (results) => ({
      error: results.find(({ error }) => error !== null)?.error ?? null,
      loading: results.some(({ isPending }) => isPending),
    }),
  });
  const toggle = useMemo(
    () => (path: string) =>
      setToggled((current) => {
        const changed = new Set(current);
        if (!changed.delete(path)) changed.add(path);
        return changed;
      }),
    [],
  );
  return { ...outline, ...state, toggle };
}

function isOpenAt({ repeats }: Pick<StepSummary, 'repeats'>, depth: number): boolean {
  return !repeats && depth < OPEN_LEVELS;
}

function numbersOf(paths: ReadonlySet<string>, group: string): number[] {
  const begin = `${group}#`;
  return [...paths]
    .filter((path) => path.startsWith(begin) && /^\d+$/.test(path.slice(begin.length)))
    .map((path) => Number(path.slice(begin.length)))
    .sort((a, b) => a - b);
}
