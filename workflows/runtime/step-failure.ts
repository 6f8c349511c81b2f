import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { ExecutionError } from '../../contracts/entities';

/** A step's failure on its way up the tree; it keeps the path of the step where it began. */
export class StepFailure extends Error {
  readonly error: ExecutionError;

  constructor(code: string, message: string, stepPath: string) {
    super(message);
    this.name = 'StepFailure';
    this.error = { code, message, stepPath };
  }
}

/** What an activity's failure means for the step that made the call; any other error is returned as it is. */
export function toStepFailure(error: unknown, stepPath: string): unknown {
  if (!(error instanceof ActivityFailure)) return error;
  const { cause } = error;
  if (cause instanceof ApplicationFailure) return new StepFailure(cause.type ?? 'call_failed', cause.message, stepPath);
  if (cause instanceof TimeoutFailure) {
    return new StepFailure('call_lost', 'The call was lost with its worker more often than allowed', stepPath);
  }
  return error;
}
