import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const { HistoryEvent } = temporal.api.history.v1;
const UNHANDLED_COMMAND = temporal.api.enums.v1.WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND;

type Event = temporal.api.history.v1.IHistoryEvent;

/** One Temporal run of an execution that continued as new. */
export interface ContinuedRun {
  events: number;
  /** Serialized events. */
  bytes: number;
  /** Of one payload, in bytes. */
  largestPayload: number;
  /** When each call was scheduled, in milliseconds since the epoch. */
  callsAt: number[];
  /** From the end of this run's last call to the first call of the next; absent in the last run. */
  pauseMilliseconds?: number;
  /** A signal came just when it was to continue as new, so Temporal had its last workflow task made again, from the whole history. */
  interrupted: boolean;
}

/** The histories of all runs of an execution, in their order, added up page by page. */
export async function readContinuedRuns(client: Client, workflowId: string): Promise<ContinuedRun[]> {
  const runs: (ContinuedRun & { endedAt: number })[] = [];
  const description = await client.workflow.getHandle(workflowId).describe();
  for (let runId = description.raw.workflowExecutionInfo?.firstRunId || description.runId; runId !== ''; ) {
    const { next, ...run } = await readRun(client, { workflowId, runId });
    const before = runs.at(-1);
    if (before !== undefined && run.callsAt[0] !== undefined) before.pauseMilliseconds = run.callsAt[0] - before.endedAt;
    runs.push(run);
    runId = next;
  }
  return runs;
}

async function readRun(client: Client, execution: temporal.api.common.v1.IWorkflowExecution) {
  const run = { events: 0, bytes: 0, largestPayload: 0, callsAt: [] as number[], endedAt: 0, interrupted: false, next: '' };
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution,
      maximumPageSize: 500,
      nextPageToken,
    });
    for (const event of page.history?.events ?? []) {
      run.events++;
      run.bytes += HistoryEvent.encode(event).finish().length;
      run.largestPayload = Math.max(run.largestPayload, ...payloadsOf(event).map((payload) => payload.data?.length ?? 0));
      if (event.activityTaskScheduledEventAttributes?.activityType?.name === 'callModel') run.callsAt.push(toMilliseconds(event));
      if (event.activityTaskCompletedEventAttributes) run.endedAt = toMilliseconds(event);
      run.interrupted ||= event.workflowTaskFailedEventAttributes?.cause === UNHANDLED_COMMAND;
      run.next = event.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? run.next;
    }
    nextPageToken = page.nextPageToken;
  } while (nextPageToken?.length);
  return run;
}

function payloadsOf(event: Event): temporal.api.common.v1.IPayload[] {
  return [
    event.workflowExecutionStartedEventAttributes?.input,
    event.activityTaskScheduledEventAttributes?.input,
    event.activityTaskCompletedEventAttributes?.result,
    event.workflowExecutionContinuedAsNewEventAttributes?.input,
  ].flatMap((payloads) => payloads?.payloads ?? []);
}

function toMilliseconds({ eventTime }: Event): number {
  return Number(eventTime?.seconds ?? 0) * 1_000 + (eventTime?.nanos ?? 0) / 1_000_000;
}
