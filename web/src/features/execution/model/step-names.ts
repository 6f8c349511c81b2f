import type { StepNode } from '@client';

/** What people call each step, by path. */
export function toStepNames(tree: readonly StepNode[], names = new Map<string, string>()): Map<string, string> {
  for (const { path, name, children } of tree) {
    names.set(path, name);
    toStepNames(children, names);
  }
  return names;
}
