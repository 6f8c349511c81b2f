import type { ChildDigest, RecordChildInput } from '../contracts/activities';
import type { StartRecord } from '../contracts/plan';
import { Problem } from '../contracts/problem';
import { toChildId } from '../plans/to-child-id';
import { toChildRecord } from '../plans/to-child-record';
import type { CallParts } from './call-parts';
import type { ActivityDependencies } from './dependencies';
import { traceStep } from './lineage';
import { executionIdHere, finalFailure } from './running-call';

/** Writes the start record of the execution that a `workflow` step runs. Everything in it comes from the parent's plan. */
export function createRecordChild(
  { executions, live }: ActivityDependencies,
  { pinned, stepInput }: Pick<CallParts, 'pinned' | 'stepInput'>,
) {
  return async ({ organizationId, facts, stepPath, input }: RecordChildInput): Promise<ChildDigest> => {
    const parent = { executionId: executionIdHere(), stepPath };
    const executionId = toChildId(parent);
    await executions.appendFacts(organizationId, parent.executionId, facts);
    live.committed(parent.executionId);
    if ((await executions.getStart(organizationId, executionId)) !== null) return { executionId };
    const start = await pinned.start(organizationId, parent.executionId);
    const lineage = traceStep(start.plan.root, stepPath);
    const { step } = lineage.here;
    if (step.type !== 'workflow') throw finalFailure('plan_incomplete', `The step ${stepPath} runs no workflow`);
    const text = await stepInput.text({ organizationId, executionId: parent.executionId, facts }, start, lineage, input);
    await executions.putStart(understandable(() => toChildRecord(start, { executionId, workflowId: step.workflow, parent, text })));
    return { executionId };
  };
}

function understandable(toRecord: () => StartRecord): StartRecord {
  try {
    return toRecord();
  } catch (error) {
    if (error instanceof Problem) throw finalFailure(error.code, error.message, error);
    throw error;
  }
}
