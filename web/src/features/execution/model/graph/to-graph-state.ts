import type { ExecutionView, StepSummary } from '@client';
import type { ReactNode } from 'react';
import type { Arrow, ArrowState, Box, BoxState, DrawingState } from '@/components/graph';
import { isAhead } from './is-ahead';
import { fromTotals, type StepCounts, toPlainPath, toShownState, toStepCounts } from './step-counts';
import { type Turns, toTurns, turnsFromTotals } from './turns';

interface GraphStateOptions {
  /** Every step, counted, where the view has only the end of the feed. */
  totals?: readonly StepSummary[];
  /** What steps at work do just now, by path. */
  activities: ReadonlyMap<string, string>;
  ended: boolean;
  /** A step's name as the way to its newest repetition. */
  toTitle: (name: string, path: string) => ReactNode;
}

/** How each part of the drawing stands in an execution. */
export function toGraphState(view: ExecutionView, { totals, activities, ended, toTitle }: GraphStateOptions): DrawingState {
  const counts = totals === undefined ? toStepCounts(view.steps) : fromTotals(totals);
  const turns = totals === undefined ? toTurns(view) : turnsFromTotals(totals, view);
  const newest = new Map([
    ...(totals ?? []).flatMap(({ path, repeats }) => (repeats ? [] : [[path, path] as const])),
    ...[...view.steps.keys()].map((path) => [toPlainPath(path), path] as const),
  ]);
  return {
    box: ({ id, kind, parentId, step }: Box): BoxState => {
      const path = newest.get(kind === 'participant' ? (parentId ?? id) : id);
      const own = counts.get(id);
      return {
        shown: isAhead(id, newest, view) ? 'planned' : toShownState(own, ended),
        begun: own?.begun ?? 0,
        inner: step.type === 'loop' || step.type === 'map' ? counts.get(`${id}/${step.body.id}`) : undefined,
        activity: path === undefined ? undefined : activities.get(path),
        title: path === undefined ? undefined : toTitle(step.name ?? step.id, path),
        said: turns.said.get(id) ?? 0,
        speaking: turns.speaking.has(id),
      };
    },
    arrow: (arrow) => toArrowState(arrow, turns, counts),
  };
}

function toArrowState({ from, to, kind, both }: Arrow, turns: Turns, counts: ReadonlyMap<string, StepCounts>): ArrowState {
  const there = turns.handedOver.get(`${from} ${to}`) ?? 0;
  const back = both ? (turns.handedOver.get(`${to} ${from}`) ?? 0) : 0;
  return { made: there + back, used: kind === 'route' ? there > 0 : counts.has(to), usedBack: back > 0 };
}
