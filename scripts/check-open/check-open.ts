import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';

type History = temporal.api.history.v1.IHistory;

export interface CheckOpenOptions {
  client: Client;
  /** Of the workers whose executions are checked. */
  taskQueue: string;
  /** The new build's workflow code. */
  bundle: { codePath: string };
  /** Executions looked at, newest first; all when absent. */
  limit?: number;
  /** A longer history is not read, for it has to be held in memory: then its execution is unchecked. */
  largestHistoryBytes?: number;
}

/** An execution and what is wrong with it. */
export interface Finding {
  executionId: string;
  /** Of the Temporal workflow: the type of the root step. */
  type: string;
  reason: string;
}

export interface CheckedOpen {
  /** Replayed with the new build, and they fit. */
  fitting: number;
  /** Nothing to replay: no workflow task yet, or they are not there any more. */
  skipped: number;
  breaking: Finding[];
  unchecked: Finding[];
}

const LARGEST_HISTORY_BYTES = 20 * 1024 * 1024;

/**
 * Replays the history of every open execution with another build, one after the other, and tells which do not fit.
 * Nothing is changed. Throws when Temporal is away.
 */
export async function checkOpen(options: CheckOpenOptions): Promise<CheckedOpen> {
  const result: CheckedOpen = { fitting: 0, skipped: 0, breaking: [], unchecked: [] };
  /** The one that is being replayed: the replayer asks for the next when it has answered. */
  let current: WorkflowExecutionInfo | undefined;

  async function* histories() {
    for await (const info of listOpen(options)) {
      const history = await read(options, info, result);
      if (history === null) continue;
      current = info;
      yield { workflowId: info.workflowId, history };
    }
  }

  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: options.bundle }, histories())) {
    if (error === undefined) result.fitting++;
    else result.breaking.push({ executionId: workflowId, type: current?.type ?? '', reason: toReason(error.message) });
  }
  return result;
}

async function* listOpen({ client, taskQueue, limit = Number.POSITIVE_INFINITY }: CheckOpenOptions) {
  let count = 0;
  const query = `ExecutionStatus = 'Running' AND TaskQueue = '${taskQueue}'`;
  for await (const info of client.workflow.list({ query, pageSize: 100 })) {
    if (count++ >= limit) return;
    yield info;
  }
}

/** The history of the execution's newest run: it may have continued as new, or ended, since it was listed. */
async function read(options: CheckOpenOptions, info: WorkflowExecutionInfo, result: CheckedOpen): Promise<History | null> {
  const { client, largestHistoryBytes = LARGEST_HISTORY_BYTES } = options;
  const { workflowId, type } = info;
  const handle = client.workflow.getHandle(workflowId);
  try {
    const { historySize = 0 } = await handle.describe();
    if (historySize > largestHistoryBytes) {
      const reason = `its history has ${historySize} bytes; this checks at most ${largestHistoryBytes}`;
      result.unchecked.push({ executionId: workflowId, type, reason });
      return null;
    }
    const history = await handle.fetchHistory();
    if (history.events?.some(({ workflowTaskCompletedEventAttributes }) => workflowTaskCompletedEventAttributes)) return history;
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  result.skipped++;
  return null;
}

/** The replayer's sentence, which stands inside of a dump of its failure. */
function toReason(text: string): string {
  const [, inner = text] = /message: "((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  return inner.split('\n', 1)[0] ?? '';
}
