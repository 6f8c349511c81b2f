import type { FindCompensationsInput, FoundCompensations } from '../contracts/activities';
import type { Step } from '../contracts/steps';
import type { CallParts } from './call-parts';
import type { ActivityDependencies } from './dependencies';
import { traceStep } from './lineage';
import { executionIdHere } from './running-call';

/** Steps in an answer, and events that are read for it at a time. */
const STEPS = 50;
const EVENTS = 500;

/** Finds in the feed, which has all that completed in its order, what is to be undone. */
export function createFindCompensations({ executions, live }: ActivityDependencies, { pinned }: Pick<CallParts, 'pinned'>) {
  return async ({ organizationId, facts, stepPath, before }: FindCompensationsInput): Promise<FoundCompensations> => {
    const executionId = executionIdHere();
    await executions.appendFacts(organizationId, executionId, facts);
    live.committed(executionId);
    const { root } = (await pinned.start(organizationId, executionId)).plan;
    const found: FoundCompensations = { steps: [], before };
    for (;;) {
      const completed = await executions.listCompletedSteps(organizationId, executionId, { before: found.before, limit: EVENTS });
      for (const { seq, ...step } of completed) {
        found.before = seq;
        if (!(await isDue(root, step.stepPath))) continue;
        if (found.steps.push(step) === STEPS) return found;
      }
      if (completed.length < EVENTS) return { steps: found.steps };
    }

    /** Whether the step is there, is at or below `stepPath`, has a compensation, and that has not begun. */
    async function isDue(tree: Step, path: string): Promise<boolean> {
      if (path !== stepPath && !path.startsWith(`${stepPath}/`)) return false;
      const { compensate } = traceStep(tree, path).here.step;
      if (compensate === undefined) return false;
      return !(await executions.hasStarted(organizationId, executionId, `${path}/${compensate.id}`));
    }
  };
}
