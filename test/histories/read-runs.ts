import type { WorkflowClient } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { waitUntil } from '../../runtime/wait-until';

type History = temporal.api.history.v1.IHistory;

export interface RecordedRun {
  /** Which run of which execution: the name, then `.run-2` for its second run, `.child-1` for the first it started. */
  name: string;
  history: History;
}

/** The histories of all runs of an execution, from this one on, and of the executions that they started. */
export async function readRuns(client: WorkflowClient, workflowId: string, runId: string, name: string): Promise<RecordedRun[]> {
  const runs: RecordedRun[] = [];
  for (let next: string | null | undefined = runId; next; ) {
    const history = await readClosed(client, workflowId, next);
    runs.push({ name: runs.length === 0 ? name : `${name}.run-${runs.length + 1}`, history });
    next = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  const children: RecordedRun[] = [];
  let count = 0;
  for (const event of runs.flatMap(({ history }) => history.events ?? [])) {
    const child = event.childWorkflowExecutionStartedEventAttributes?.workflowExecution;
    if (!child?.workflowId || !child.runId) continue;
    children.push(...(await readRuns(client, child.workflowId, child.runId, `${name}.child-${++count}`)));
  }
  return [...runs, ...children];
}

async function readClosed(client: WorkflowClient, workflowId: string, runId: string): Promise<History> {
  const handle = client.getHandle(workflowId, runId);
  const closed = async () => (await handle.describe()).status.name !== 'RUNNING';
  await waitUntil(closed, 30_000, `The run ${runId} of ${workflowId} did not close`);
  return handle.fetchHistory();
}
