import type { ExecutionView, Step, StepSummary } from '@client';
import { useMemo } from 'react';
import { Graph } from '@/components/graph';
import { toGraphState } from '../model/graph/to-graph-state';
import { StepLink } from './step-link';

interface GraphViewProps {
  root: Step;
  view: ExecutionView;
  totals?: readonly StepSummary[];
  activities: ReadonlyMap<string, string>;
  ended: boolean;
}

/** The workflow as a drawing, each part with its state now; a step's name leads to what it said. */
export function GraphView({ root, view, totals, activities, ended }: GraphViewProps) {
  const state = useMemo(() => {
    const toTitle = (name: string, path: string) => (
      <StepLink path={path} title={name} className="nodrag cut rounded font-medium hover:underline">
        {name}
      </StepLink>
    );
    return toGraphState(view, { totals, activities, ended, toTitle });
  }, [view, totals, activities, ended]);
  return <Graph root={root} state={state} className="h-[75dvh] lg:h-full" />;
}
