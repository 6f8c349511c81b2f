import type { ExecutionView, Step, StepNode, StepSummary } from '@client';
import { Workflow } from 'lucide-react';
import { useMemo } from 'react';
import { EmptyState } from '@/components/empty-state';
import { toStepActivities } from '../model/step-activity';
import { GraphView } from './graph-view';

interface GraphTabProps {
  root: Step | null;
  tree: readonly StepNode[];
  view: ExecutionView;
  /** Every step, counted, where the view has only the end of the feed; undefined while they are not read. */
  totals?: readonly StepSummary[];
  ended: boolean;
}

/** The graph of the workflow, or of a single agent. */
export function GraphTab({ root, tree, view, totals, ended }: GraphTabProps) {
  const activities = useMemo(() => toStepActivities(view), [view]);
  const drawn = useMemo(() => root ?? toSingleStep(tree), [root, tree]);
  if (drawn === null) return <EmptyState icon={Workflow} title="No step has begun yet" />;
  return <GraphView root={drawn} view={view} totals={totals} activities={activities} ended={ended} />;
}

/** A single agent's execution has no workflow: its one step. */
function toSingleStep([node]: readonly StepNode[]): Step | null {
  return node === undefined ? null : { id: node.path, type: 'agent', agent: node.name };
}
