import type { Step } from '../../contracts/steps';
import { toInnerSteps } from '../inner-steps';
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
 * says of it, and those that only the feed knows (repetitions, for one) after them, in the order in which they started.
 */
export function toStepTree(steps: ReadonlyMap<string, StepView>, root: Step | null): StepNode[] {
  const planned = root === null ? [] : toPlanned(root, null);
  const names = new Map(planned.map(({ path, step }) => [path, step.name ?? step.id]));
  const nodes = new Map<string, StepNode>();
  const roots: StepNode[] = [];
  const place = (path: string, type: string) => {
    if (nodes.has(path)) return;
    const node = { path, name: toName(path, names), type, step: steps.get(path) ?? null, children: [] };
    nodes.set(path, node);
    const parent = nodes.get(toParentPath(path) ?? '');
    (parent?.children ?? roots).push(node);
  };
  for (const { path, step, repeats } of planned) if (!repeats) place(path, step.type);
  for (const { path, type } of steps.values()) place(path, type);
  return roots;
}

interface PlannedStep {
  path: string;
  step: Step;
  /** It, or a step around it, runs as often as it has to: nobody knows its repetitions beforehand. */
  repeats: boolean;
}

function toPlanned(step: Step, parentPath: string | null, repeats = false): PlannedStep[] {
  const path = parentPath === null ? step.id : `${parentPath}/${step.id}`;
  const repeatsInside = repeats || step.type === 'loop' || step.type === 'map';
  return [{ path, step, repeats }, ...toInnerSteps(step).flatMap((inner) => toPlanned(inner, path, repeatsInside))];
}

/** What the definition calls the step, with the number of its repetition. */
function toName(path: string, names: ReadonlyMap<string, string>): string {
  const name = toStepName(path);
  const planned = names.get(path.replaceAll(/#\d+/g, ''));
  const repetition = /#\d+$/.exec(name)?.[0];
  if (planned === undefined) return name;
  return repetition === undefined ? planned : `${planned} ${repetition}`;
}
