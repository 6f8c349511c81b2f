import type { Step } from '../../contracts/steps';
import { toParentPath, toStepName } from './step-path';
import type { StepView } from './types';

/** A step in its place; `step` is null while it has not started. */
export interface StepNode {
  path: string;
  name: string;
  type: string;
  step: StepView | null;
  children: StepNode[];
}

/**
 * The tree of an execution's steps: those of the definition (when it is known) in its order, each with what the feed
 * says of it, and those that only the feed knows after them, in the order in which they started.
 */
export function toStepTree(steps: ReadonlyMap<string, StepView>, root: Step | null): StepNode[] {
  const nodes = new Map<string, StepNode>();
  const roots: StepNode[] = [];
  const place = (path: string, type: string, name: string) => {
    if (nodes.has(path)) return;
    const node = { path, name, type, step: steps.get(path) ?? null, children: [] };
    nodes.set(path, node);
    const parent = nodes.get(toParentPath(path) ?? '');
    (parent?.children ?? roots).push(node);
  };
  const plan = (step: Step, parentPath: string | null) => {
    const path = parentPath === null ? step.id : `${parentPath}/${step.id}`;
    place(path, step.type, step.name ?? step.id);
    if (step.type === 'sequential') for (const child of step.steps) plan(child, path);
  };
  if (root !== null) plan(root, null);
  for (const { path, type } of steps.values()) place(path, type, toStepName(path));
  return roots;
}
