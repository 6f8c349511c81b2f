import type { Client } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';
import { LIMIT, SEARCH_ATTRIBUTE } from '../contracts/constants';
import type { EngineProblem } from '../contracts/ports/engine';
import type { StoredExecution } from '../contracts/ports/row-store';
import { cutText } from '../contracts/text';

type Description = temporal.api.workflowservice.v1.IDescribeWorkflowExecutionResponse;

/** Temporal sets it after so many failures in a row as its configuration says, and takes it away at the next success. */
const REPORTED = 'TemporalReportedProblems';
/** Failures in a row for servers without it. A signal makes Temporal count anew, so there it may take longer. */
const FAILED_TASKS = 3;
/** What only writes to our store is tried without end; after so many times (about 10 s) that is worth to be told. */
const FAILED_ACTIVITIES = 6;
/** A workflow task that waits longer has no worker. */
const UNCLAIMED_MS = 60_000;
/** Events read backwards for the reason of a failed workflow task: it stands near the end, for none completed since. */
const EVENTS_BACK = 50;
/** gRPC: a server that does not know the search attribute. */
const INVALID_ARGUMENT = 3;

const { PendingWorkflowTaskState } = temporal.api.enums.v1;

/** Why a running workflow does not get on, from its description. */
export async function findProblem(
  client: Client,
  execution: { workflowId: string; runId: string },
  { workflowExecutionInfo, pendingWorkflowTask, pendingActivities }: Description,
): Promise<EngineProblem | undefined> {
  const attributes = workflowExecutionInfo?.searchAttributes?.indexedFields ?? {};
  const attempt = pendingWorkflowTask?.attempt ?? 0;
  if (REPORTED in attributes || attempt >= FAILED_TASKS) {
    const reason = await readFailure(client, execution);
    return { code: 'workflow_task_failed', message: toMessage(`The next step cannot be worked out: ${reason}`) };
  }
  if (pendingWorkflowTask?.state === PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_SCHEDULED) {
    const since = tsToMs(pendingWorkflowTask.scheduledTime);
    if (since > 0 && Date.now() - since > UNCLAIMED_MS) {
      return { code: 'no_worker', message: 'No worker has taken it up for more than a minute; is one of its version running?' };
    }
  }
  const failing = pendingActivities?.find(
    ({ maximumAttempts, attempt, lastFailure }) => !maximumAttempts && (attempt ?? 0) > FAILED_ACTIVITIES && lastFailure,
  );
  if (failing === undefined) return undefined;
  return {
    code: 'activity_failed',
    message: toMessage(`"${failing.activityType?.name}" fails again and again: ${failing.lastFailure?.message}`),
  };
}

/** Running workflows whose tasks keep failing, as Temporal's visibility lists them. */
export async function listStuck(client: Client, limit: number): Promise<StoredExecution[]> {
  try {
    const { executions } = await client.workflowService.listWorkflowExecutions({
      namespace: client.options.namespace,
      query: `${REPORTED} IS NOT NULL AND ExecutionStatus = 'Running'`,
      pageSize: limit,
    });
    return (executions ?? []).flatMap(({ execution, searchAttributes }) => {
      const organization = searchAttributes?.indexedFields?.[SEARCH_ATTRIBUTE.organization]?.data;
      if (!execution?.workflowId || !organization) return [];
      return [{ organizationId: JSON.parse(Buffer.from(organization).toString()) as string, executionId: execution.workflowId }];
    });
  } catch (error) {
    if ((error as { code?: unknown }).code === INVALID_ARGUMENT) return [];
    throw error;
  }
}

/** What the newest failed workflow task said. One that only timed out says nothing. */
async function readFailure(client: Client, execution: { workflowId: string; runId: string }): Promise<string> {
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: client.options.namespace,
    execution,
    maximumPageSize: EVENTS_BACK,
  });
  const failed = history?.events?.find(({ workflowTaskFailedEventAttributes }) => workflowTaskFailedEventAttributes);
  return failed?.workflowTaskFailedEventAttributes?.failure?.message || 'the worker gives no answer in time';
}

function toMessage(text: string): string {
  return cutText(text, LIMIT.digestError);
}
