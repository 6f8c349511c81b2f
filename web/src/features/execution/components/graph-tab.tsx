import type { ExecutionView, Step, StepNode } from '@client';
import { Workflow } from 'lucide-react';
import { lazy, Suspense, useMemo } from 'react';
import { EmptyState } from '@/components/empty-state';
import { Skeleton } from '@/components/skeleton';
import { toStepActivities } from '../model/step-activity';

const GraphView = lazy(async () => ({ default: (await import('./graph')).GraphView }));

interface GraphTabProps {
  root: Step | null;
  tree: readonly StepNode[];
  view: ExecutionView;
  ended: boolean;
}

/** The graph, loaded when it is first looked at. */
export function GraphTab({ root, tree, view, ended }: GraphTabProps) {
  const activities = useMemo(() => toStepActivities(view), [view]);
  const drawn = useMemo(() => root ?? toSingleStep(tree), [root, tree]);
  if (drawn === null) return <EmptyState icon={Workflow} title="No step has begun yet" />;
  return (
    <Suspense fallback={<Skeleton label="Loading the graph" />}>
      <GraphView root={drawn} view={view} activities={activities} ended={ended} />
    </Suspense>
  );
}

/** A single agent's execution has no workflow: its one step. */
function toSingleStep([node]: readonly StepNode[]): Step | null {
  return node === undefined ? null : { id: node.path, type: 'agent', agent: node.name };
}
