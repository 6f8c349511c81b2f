import type { ReadOutputInput } from '../contracts/activities';
import type { Output } from '../contracts/entities';
import type { ActivityDependencies } from './dependencies';
import { executionIdHere, finalFailure } from './running-call';

/** Brings a text into workflow code, and so into its history: only workflows of somebody's own ask for that. */
export function createReadOutput({ executions }: ActivityDependencies) {
  return async ({ organizationId, callId }: ReadOutputInput): Promise<Output> => {
    const output = await executions.getOutput(organizationId, executionIdHere(), callId);
    if (output === null) throw finalFailure('not_found', `The call ${callId} has no answer`);
    return output;
  };
}
