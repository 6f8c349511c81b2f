import { type Client, isGrpcServiceError, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { defineSearchAttributeKey, NamespaceNotFoundError, SearchAttributeType } from '@temporalio/common';
import { CHILD_ENDED_SIGNAL, SEARCH_ATTRIBUTE, TASK_QUEUE, WORKFLOW_TASK_TIMEOUT } from '../contracts/constants';
import { DELIVER_SIGNAL, type Letter } from '../contracts/letters';
import type { WorkflowInput } from '../contracts/plan';
import { type Engine, type EngineExecution, EngineUnavailable, type StartWorkflow } from '../contracts/ports/engine';
import { type RunArguments, toRunArguments } from '../contracts/sent-input';
import { byteLength, cutText } from '../contracts/text';
import { findProblem, listStuck } from './temporal-problems';

/** Below the 5 s that the contract gives an API call (§4), so that the answer is out in time. */
const DEADLINE_MS = 4_000;
/** Temporal keeps summaries up to 400 bytes. */
const SUMMARY_BYTES = 400;
/** Pages of a tape that come with the start. */
const MOST_PAGES = 2;
/** gRPC: cancelled, deadline exceeded, resource exhausted, unavailable. */
const UNAVAILABLE_CODES = new Set([1, 4, 8, 14]);

const organizationKey = defineSearchAttributeKey(SEARCH_ATTRIBUTE.organization, SearchAttributeType.KEYWORD);
const workflowKey = defineSearchAttributeKey(SEARCH_ATTRIBUTE.workflow, SearchAttributeType.KEYWORD);

interface TemporalEngineOptions {
  /** Where the workflows run; the product's own worker when absent. */
  taskQueue?: string;
  /** Handed to the workflow: a call without a sign of life for this long is made again. */
  heartbeatTimeoutMs?: number;
  /** The share of an organization where executions of several wait for workers; 1 when absent. */
  weightOf?: (organizationId: string) => number;
  /** For each call, in milliseconds. */
  deadlineMs?: number;
}

/** The engine on a Temporal server. `current` is asked for its client at each call; it may be one that connects then. */
export function createTemporalEngine(current: () => Client, options: TemporalEngineOptions = {}): Engine {
  const { taskQueue = TASK_QUEUE, heartbeatTimeoutMs, weightOf = () => 1, deadlineMs = DEADLINE_MS } = options;
  const call = <T>(work: (client: Client) => Promise<T>) => {
    const client = current();
    return withDeadline(client, deadlineMs, () => work(client));
  };

  return {
    start: (request) => call((client) => startOnce(client, request, { taskQueue, heartbeatTimeoutMs, weightOf })),
    describe: (executionId) => call((client) => describe(client, executionId)),
    cancel: (executionId) => call((client) => cancel(client, executionId)),
    terminate: (executionId, reason) => call((client) => terminate(client, executionId, reason)),
    deliver: (executionId, letters) => call((client) => deliver(client, executionId, letters)),
    tellChildEnded: (parentId, ended) => call(async (client) => void (await signal(client, parentId, CHILD_ENDED_SIGNAL, ended))),
    listStuck: (limit) => call((client) => listStuck(client, limit)),
    isReachable: () =>
      call((client) => client.workflowService.describeNamespace({ namespace: client.options.namespace })).then(
        () => true,
        () => false,
      ),
  };
}

async function describe(client: Client, executionId: string): Promise<EngineExecution | null> {
  try {
    const { status, closeTime, runId, raw } = await client.workflow.getHandle(executionId).describe();
    if (closeTime !== undefined) return { status: toStatus(status.name), closedAt: closeTime.toISOString() };
    const problem = await findProblem(client, { workflowId: executionId, runId }, raw);
    return { status: toStatus(status.name), ...(problem && { problem }) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** Temporal accepts a cancel of a workflow that has closed, so we ask first. */
async function cancel(client: Client, executionId: string): Promise<'requested' | 'ended' | 'missing'> {
  const workflow = await describe(client, executionId);
  if (workflow === null) return 'missing';
  if (workflow.closedAt !== undefined) return 'ended';
  try {
    await client.workflow.getHandle(executionId).cancel();
    return 'requested';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'ended';
    throw error;
  }
}

async function terminate(client: Client, executionId: string, reason: string): Promise<void> {
  try {
    await client.workflow.getHandle(executionId).terminate(reason);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** False when it has closed or is unknown. */
async function signal(client: Client, executionId: string, name: string, about: unknown): Promise<boolean> {
  try {
    await client.workflow.getHandle(executionId).signal(name, about);
    return true;
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return false;
  }
}

async function deliver(client: Client, executionId: string, letters: Letter[]): Promise<'delivered' | 'ended' | 'missing'> {
  if (await signal(client, executionId, DELIVER_SIGNAL, letters)) return 'delivered';
  return (await describe(client, executionId)) === null ? 'missing' : 'ended';
}

/** Nothing is started twice: a workflow under this id that runs or has ended is taken as this one. */
async function startOnce(
  client: Client,
  request: StartWorkflow,
  options: Pick<TemporalEngineOptions, 'heartbeatTimeoutMs'> & { taskQueue: string; weightOf: (organizationId: string) => number },
): Promise<void> {
  const { executionId, organizationId, workflowId, name, root } = request;
  try {
    await client.workflow.start(root.type, {
      workflowId: executionId,
      taskQueue: options.taskQueue,
      args: toWorkflowArguments(request, options),
      workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      typedSearchAttributes: [
        { key: organizationKey, value: organizationId },
        ...(workflowId === null ? [] : [{ key: workflowKey, value: workflowId }]),
      ],
      staticSummary: toSummary(name),
      // Inherited by every activity: Temporal lets organizations take turns at the workers.
      priority: { fairnessKey: organizationId, fairnessWeight: options.weightOf(organizationId) },
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** What a workflow of ours is started with. Pages that are many would not fit into one event of its history. */
export function toWorkflowArguments(
  {
    organizationId,
    root,
    timeBudgetMs,
    inputs = [],
    tape = [],
  }: Pick<StartWorkflow, 'organizationId' | 'root' | 'timeBudgetMs' | 'inputs' | 'tape'>,
  { heartbeatTimeoutMs }: Pick<TemporalEngineOptions, 'heartbeatTimeoutMs'>,
): RunArguments {
  const input: WorkflowInput = { organizationId, root, heartbeatTimeoutMs, timeBudgetMs, ...(inputs.length > 0 && { inputs }) };
  return tape.length > MOST_PAGES ? toRunArguments({ ...input, tapePages: tape.length }, []) : toRunArguments(input, tape);
}

/** The deadline bounds the whole of `work`, also the time that a first connection takes. */
async function withDeadline<T>(client: Client, milliseconds: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new EngineUnavailable({ cause: new Error(`No answer in ${milliseconds} ms`) })), milliseconds);
  });
  try {
    return await Promise.race([client.withDeadline(Date.now() + milliseconds, work), late]);
  } catch (error) {
    throw isUnavailable(error) ? new EngineUnavailable({ cause: error }) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** A namespace that is not there (yet) means an engine that cannot be used, not an unknown workflow. */
function isUnavailable(error: unknown): boolean {
  if (error instanceof NamespaceNotFoundError) return true;
  if (isGrpcServiceError(error)) return UNAVAILABLE_CODES.has(error.code);
  return error instanceof Error && error.cause !== undefined && isUnavailable(error.cause);
}

function toStatus(name: string): EngineExecution['status'] {
  switch (name) {
    case 'COMPLETED':
      return 'completed';
    case 'FAILED':
      return 'failed';
    case 'CANCELLED':
      return 'cancelled';
    case 'TERMINATED':
      return 'terminated';
    case 'TIMED_OUT':
      return 'timedOut';
    case 'CONTINUED_AS_NEW':
      return 'continuedAsNew';
    default:
      return 'running';
  }
}

function toSummary(name: string): string {
  let summary = name;
  while (byteLength(summary) > SUMMARY_BYTES) summary = cutText(summary, summary.length - 1);
  return summary;
}
