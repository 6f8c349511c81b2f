import { ApplicationFailure, CancellationScope, CancelledFailure, isCancellation } from '@temporalio/workflow';
import type { Ending, WorkflowInput, WorkflowResult } from '../../contracts/plan';
import { flush } from './activities';
import { runStep } from './run-step';
import { StepFailure } from './step-failure';
import { Strand } from './strand';

/** Runs an execution from its first fact to its terminal event, and ends the Temporal workflow as that event says. */
export async function runExecution(execution: WorkflowInput): Promise<WorkflowResult> {
  const strand = new Strand();
  strand.record({ type: 'executionStarted' });
  const ending = await close(execution, strand, await runRoot(execution, strand));
  switch (ending.status) {
    case 'completed':
      return { output: ending.output };
    case 'cancelled':
      throw new CancelledFailure('The execution was cancelled');
    default:
      throw ApplicationFailure.create({ type: ending.error.code, message: ending.error.message, nonRetryable: true });
  }
}

async function runRoot(execution: WorkflowInput, strand: Strand): Promise<Ending> {
  try {
    const { output } = await runStep({ execution, strand, input: {} }, execution.root);
    return { status: 'completed', output };
  } catch (error) {
    if (isCancellation(error)) return { status: 'cancelled' };
    if (error instanceof StepFailure) return { status: 'failed', error: error.error };
    // A defect of ours: Temporal fails the workflow task and tries again, so a mended build goes on from here.
    throw error;
  }
}

/** The last flush cannot be cancelled; it returns the ending that stands in the store. */
async function close(execution: WorkflowInput, strand: Strand, ending: Ending): Promise<Ending> {
  const closed = await CancellationScope.nonCancellable(() =>
    strand.carry((facts) => flush.executeWithOptions({ ...FLUSH_SUMMARY }, [{ organizationId: execution.organizationId, facts, ending }])),
  );
  return closed.ending ?? ending;
}

const FLUSH_SUMMARY = { summary: 'record the end' };
