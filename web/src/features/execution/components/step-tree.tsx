import type { ExecutionView, StepNode } from '@client';
import { useMemo } from 'react';
import { Panel } from '@/components/panel';
import { toStepActivities } from '../model/step-activity';
import { StepTreeNode } from './step-tree-node';

interface StepTreeProps {
  tree: readonly StepNode[];
  view: ExecutionView;
  ended: boolean;
  title?: string;
}

/** The steps as they are nested, each with its state now. */
export function StepTree({ tree, view, ended, title = 'Steps' }: StepTreeProps) {
  const activities = useMemo(() => toStepActivities(view), [view]);
  return (
    <Panel title={title} bodyClassName="px-3 py-2">
      {tree.length === 0 && <p className="px-1 py-2 text-ink-faint">{ended ? 'No step was begun.' : 'Waiting for the first step…'}</p>}
      <ol>
        {tree.map((node) => (
          <StepTreeNode key={node.path} node={node} activities={activities} ended={ended} />
        ))}
      </ol>
    </Panel>
  );
}
