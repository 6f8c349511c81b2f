import { ActivityFailure, ApplicationFailure, CancellationScope, CancelledFailure, TimeoutFailure } from '@temporalio/workflow';
import { WORKER_LOST } from '../../contracts/constants';
import type { ExecutionError } from '../../contracts/entities';

/** The code when something could not be undone; after it nothing else is begun to be. */
export const COMPENSATION_FAILED = 'compensation_failed';

/** A step's failure on its way up the tree; it keeps the path of the step where it began. */
export class StepFailure extends Error {
  readonly error: ExecutionError;

  constructor(error: ExecutionError) {
    super(error.message);
    this.name = 'StepFailure';
    this.error = error;
  }

  /** A failure that begins here. */
  static at(stepPath: string, code: string, message: string): StepFailure {
    return new StepFailure({ code, message, stepPath });
  }
}

/** The code of a call that no budget covers any more. It ends the execution, whatever a pattern does with failures. */
export const BUDGET_EXHAUSTED = 'budget_exhausted';

export function isExhausted(error: unknown): error is StepFailure {
  return error instanceof StepFailure && error.error.code === BUDGET_EXHAUSTED;
}

/** What an activity's failure means for the step that made the call; any other error is returned as it is. */
export function toStepFailure(error: unknown, stepPath: string): unknown {
  if (!(error instanceof ActivityFailure)) return error;
  const { cause } = error;
  if (isLost(cause)) {
    // Temporal does not try again what is cancelled: such a call was stopped.
    if (CancellationScope.current().consideredCancelled) return new CancelledFailure('The call was stopped');
    return StepFailure.at(stepPath, 'call_lost', 'The call was lost with its worker more often than allowed');
  }
  return cause instanceof ApplicationFailure ? StepFailure.at(stepPath, cause.type ?? 'call_failed', cause.message) : error;
}

/** Whether nobody knows how the call went: its worker died, or was silent for too long. */
function isLost(cause: unknown): boolean {
  return cause instanceof TimeoutFailure || (cause instanceof ApplicationFailure && cause.type === WORKER_LOST);
}

/** Whether the results of others may stand beside this failure: not when money is out, or something was not undone. */
export function canBeKept(error: unknown): error is StepFailure {
  return error instanceof StepFailure && ![BUDGET_EXHAUSTED, COMPENSATION_FAILED].includes(error.error.code);
}
