import type { StepNode, StepView } from '@client';
import { memo, type ReactNode } from 'react';
import { CutText } from '@/components/cut-text';
import { Elapsed } from '@/components/elapsed';
import { NestedList } from '@/components/nested-list';
import { type ShownState, StepIcon } from '@/components/step-icon';
import { classes } from '@/lib/classes';
import { StepLink } from './step-link';

interface StepTreeNodeProps {
  node: StepNode;
  activities: ReadonlyMap<string, string>;
  ended: boolean;
  /** How many steps it is inside of. */
  depth?: number;
}

/** A step, and those inside it. */
export function StepTreeNode({ node, activities, ended, depth = 0 }: StepTreeNodeProps) {
  const { path, name, type, step, children } = node;
  const state = step?.state ?? (ended ? 'skipped' : 'planned');
  return (
    <li>
      <StepLine
        path={path}
        name={name}
        type={type}
        step={step}
        state={state}
        activity={state === 'running' ? activities.get(path) : undefined}
      />
      {children.length > 0 && (
        <NestedList depth={depth + 1}>
          {children.map((child) => (
            <StepTreeNode key={child.path} node={child} activities={activities} ended={ended} depth={depth + 1} />
          ))}
        </NestedList>
      )}
    </li>
  );
}

interface StepLineProps {
  path: string;
  name: string;
  type: string;
  step: StepView | null;
  state: ShownState;
  activity: string | undefined;
}

/** The step's own line; drawn again only when something of it changes, for there may be hundreds. */
const StepLine = memo(function StepLine({ path, name, type, step, state, activity }: StepLineProps) {
  // The step where it began tells it; those around it only failed because of it.
  const error = step?.error?.stepPath === undefined || step.error.stepPath === path ? step?.error : undefined;
  const idle = step === null;
  return (
    <Row path={idle ? null : path}>
      <StepIcon state={state} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2 group-focus-visible:flex-wrap">
          <CutText className={classes('font-medium text-[0.8125rem] group-focus-visible:w-full', idle && 'text-ink-faint')}>{name}</CutText>
          <span className="shrink-0 text-2xs text-ink-faint">{type}</span>
          {step !== null && (
            <span className="ml-auto shrink-0 text-2xs text-ink-faint">
              <Elapsed from={step.startedAt} to={step.endedAt} />
            </span>
          )}
        </span>
        {activity !== undefined && <CutText className="block text-accent text-xs">{activity}</CutText>}
        {error !== undefined && error !== null && (
          <span className="mt-0.5 block text-bad text-xs [overflow-wrap:anywhere]">
            <code className="font-mono">{error.code}</code>: {error.message}
          </span>
        )}
      </span>
    </Row>
  );
});

const ROW = 'flex items-start gap-2.5 rounded-md px-1.5 py-1.5 drawn-in-sight [--usual-height:2rem]';

/** Leads to what the step said; nowhere before it has begun. */
function Row({ path, children }: { path: string | null; children: ReactNode }) {
  if (path === null) return <div className={ROW}>{children}</div>;
  return (
    <StepLink path={path} className={`${ROW} group hover:bg-raised`}>
      {children}
    </StepLink>
  );
}
