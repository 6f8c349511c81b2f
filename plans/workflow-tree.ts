import { LIMIT } from '../contracts/constants';
import type { Workflow } from '../contracts/entities';
import { Problem, type ProblemCode } from '../contracts/problem';
import type { Step } from '../contracts/steps';
import { walkSteps } from './walk-steps';

/** A workflow as it would be saved, or is; without an id when it is new. */
export type TopWorkflow = Pick<Workflow, 'name' | 'root'> & { id?: string };

/** Looks a live workflow up by id or name. */
export type FindWorkflow = (reference: string) => Promise<Workflow | null>;

interface Extent {
  levels: number;
  steps: number;
}

/**
 * The workflows that a workflow runs, directly or through others, by every reference to them. Throws `workflow_cycle`
 * when it would run itself, `definition_too_deep` or `definition_too_large` when all trees together are, and
 * `invalid_definition` when one of them is gone; with a JSON Pointer to the step of `top` that leads there.
 */
export async function findWorkflows(top: TopWorkflow, find: FindWorkflow): Promise<Map<string, Workflow>> {
  const found = new Map<string, Workflow>();
  const extents = new Map<string, Extent>();

  async function measure(root: Step, trail: TopWorkflow[], place?: string): Promise<Extent> {
    const extent = { levels: 0, steps: 0 };
    for (const { step, path, level } of walkSteps(root)) {
      const at = place ?? path;
      const inner = step.type === 'workflow' ? await within(step.workflow, trail, at) : { levels: 0, steps: 0 };
      extent.levels = Math.max(extent.levels, level + inner.levels);
      extent.steps += 1 + inner.steps;
      check(extent, at);
    }
    return extent;
  }

  async function within(reference: string, trail: TopWorkflow[], at: string): Promise<Extent> {
    const workflow = found.get(reference) ?? (await find(reference));
    // One that is being made, or gets this name, is not in the store yet.
    if (workflow === null && reference === top.name) throw refusal('workflow_cycle', at, describeCycle(trail, top));
    if (workflow === null) {
      const [user] = trail.slice(-1);
      throw refusal('invalid_definition', at, `The workflow ${reference}, which ${user?.name} runs, is gone`, 'unknown_workflow');
    }
    if (trail.some(({ id }) => id === workflow.id)) throw refusal('workflow_cycle', at, describeCycle(trail, workflow));
    found.set(reference, workflow);
    const known = extents.get(workflow.id);
    const extent = known ?? (await measure(workflow.root, [...trail, workflow], at));
    extents.set(workflow.id, extent);
    return extent;
  }

  await measure(top.root, [top]);
  return found;
}

function check({ levels, steps }: Extent, at: string): void {
  if (levels > LIMIT.definitionDepth) {
    const message = `At most ${LIMIT.definitionDepth} levels of steps are allowed, with those of the workflows that it runs`;
    throw refusal('definition_too_deep', at, message);
  }
  if (steps > LIMIT.definitionSteps) {
    const message = `At most ${LIMIT.definitionSteps} steps are allowed, with those of the workflows that it runs`;
    throw refusal('definition_too_large', at, message);
  }
}

function describeCycle(trail: TopWorkflow[], again: TopWorkflow): string {
  return `${[...trail, again].map(({ name }) => `“${name}”`).join(' runs ')}; take one of these steps out`;
}

function refusal(code: ProblemCode, path: string, message: string, detail: string = code): Problem {
  return new Problem(code, message, { errors: [{ path, code: detail, message }] });
}
