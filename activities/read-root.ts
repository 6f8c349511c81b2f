import type { ReadRootInput } from '../contracts/activities';
import { toRootPieces } from '../contracts/sent-input';
import { toPlanStep } from '../plans/to-plan-step';
import type { ActivityDependencies } from './dependencies';
import { executionIdHere, finalFailure } from './running-call';

/** Gives a piece of an execution's skeleton; the same plan always gives the same skeleton. */
export function createReadRoot({ executions, definitions }: ActivityDependencies) {
  return async ({ organizationId, piece }: ReadRootInput): Promise<string> => {
    const executionId = executionIdHere();
    const start = await executions.getStart(organizationId, executionId);
    if (start === null) throw finalFailure('plan_incomplete', `The start record of execution ${executionId} is missing`);
    return toRootPieces(await toPlanStep(start.plan, organizationId, definitions))[piece] ?? '';
  };
}
