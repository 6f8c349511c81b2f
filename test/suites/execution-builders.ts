import type { Message } from '../../contracts/entities';
import type { FeedEvent } from '../../contracts/events';
import type { Fact, StartRecord } from '../../contracts/plan';
import type { BeginAttempt, EndAttempt } from '../../contracts/ports/attempt-store';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { CallUsage, CommitCall } from '../../contracts/ports/journal-store';
import type { NewMessage } from '../../contracts/ports/thread-store';
import { readAllPages } from './bench';

export const ORGANIZATION = 'org';

export function startRecord(executionId: string, changes: Partial<StartRecord> = {}): StartRecord {
  return {
    executionId,
    organizationId: ORGANIZATION,
    workflowId: 'w1',
    workflowRevision: 3,
    name: 'Research',
    plan: { root: { id: 'writer', type: 'agent', agent: 'a1' }, agents: {} },
    input: { topic: 'owls' },
    startedAt: new Date().toISOString(),
    ...changes,
  };
}

/** An attempt of the model call `c1` of the step `root/writer`. */
export function begin(changes: Partial<BeginAttempt> = {}): BeginAttempt {
  return {
    callId: 'c1',
    stepPath: 'root/writer',
    activity: 'activity-1',
    attempt: 1,
    kind: 'model',
    worker: 'worker-1',
    facts: [],
    messages: [],
    estimatedInputTokens: 100,
    ...changes,
  };
}

export function end(changes: Partial<EndAttempt> = {}): EndAttempt {
  return { callId: 'c1', stepPath: 'root/writer', attempt: 1, status: 'failed', reason: 'http_503', ...changes };
}

export const tokens = (inputTokens: number, outputTokens: number, estimated = false): CallUsage => ({
  inputTokens,
  outputTokens,
  estimated,
});

export function message(index: number, text: string, changes: Partial<NewMessage> = {}): NewMessage {
  return { thread: 'main', index, role: 'assistant', text, ...changes };
}

/** The answer of a model call: one message, which is its output. */
export function commit(text: string, changes: Partial<CommitCall> = {}, index = 0): CommitCall {
  return {
    callId: 'c1',
    stepPath: 'root/writer',
    attempt: 1,
    kind: 'model',
    digest: { finish: 'stop', preview: text.slice(0, 8) },
    messages: [message(index, text)],
    output: { message: { thread: 'main', index } },
    usage: tokens(10, 5),
    ...changes,
  };
}

export const completed = (stepPath: string, output?: string): Fact => ({ type: 'stepCompleted', stepPath, stepType: 'agent', output });

/** An execution's whole feed, page by page. */
export async function readFeed(store: ExecutionStore, executionId: string, organizationId = ORGANIZATION): Promise<FeedEvent[]> {
  const events: FeedEvent[] = [];
  for (;;) {
    const page = await store.readEvents(organizationId, executionId, events.length, 7);
    if (page === null) throw new Error(`No feed of ${executionId}`);
    events.push(...page.items);
    if (events.length >= page.lastSeq) return events;
  }
}

/** All that readers see of an execution, for comparisons. */
export async function readEverything(store: ExecutionStore, executionId: string) {
  const messages: Message[] = await readAllPages((page) => store.listMessages(ORGANIZATION, executionId, undefined, page), 50);
  return {
    execution: await store.get(ORGANIZATION, executionId),
    feed: await readFeed(store, executionId),
    attempts: await readAllPages((page) => store.listAttempts(ORGANIZATION, executionId, page), 50),
    checkpoints: await readAllPages((page) => store.listCheckpoints(ORGANIZATION, executionId, page), 50),
    messages,
  };
}
