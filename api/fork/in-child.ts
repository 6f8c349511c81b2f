import type { ProblemDetail } from '../../contracts/problem';
import type { Step } from '../../contracts/steps';
import { findStep } from '../../plans/find-step';
import { mistake } from './mistakes';

/** The mistake of editing at a place that a `workflow` step's own execution has; undefined where the place is in none. */
export function inChild(root: Step, path: string, edit: number, field: string): ProblemDetail | undefined {
  const names = path.split('/');
  const outer = names.map((_name, index) => names.slice(0, index).join('/'));
  const step = outer.find((above) => above !== '' && findStep(root, above)?.step.type === 'workflow');
  if (step === undefined) return undefined;
  return mistake(
    edit,
    field,
    'in_child',
    `The step ${step} runs an execution of its own, which parentId lists; fork that one to edit what is in it`,
  );
}
