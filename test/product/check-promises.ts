import { expect } from 'expect';
import type { Attempt, Client, Execution, FeedEvent, Message } from '../../client';
import { fromUnits, toUnits } from '../../contracts/money';
import type { TemporalClient } from '../../runtime/connect-temporal';
import { waitUntil } from '../../runtime/wait-until';
import type { CallCounts } from '../fakes/openai/journal';
import type { FakeOpenAiServerProcess } from '../fakes/openai-server-process';
import { readProviderRecord, type SeenByProvider } from './provider-record';
import { type ReadExecution, readExecution } from './read-execution';

export interface Witnesses {
  client: Client;
  temporal: TemporalClient;
  fake: FakeOpenAiServerProcess;
}

export interface Checked extends ReadExecution {
  /** What the fake counted, by call id. */
  calls: Record<string, CallCounts>;
}

export interface CheckOptions {
  /** What the provider saw, when many are checked; else it is asked. */
  provider?: (executionId: string) => SeenByProvider;
  /** Its workflow was terminated from outside. */
  terminated?: boolean;
}

/** Statuses of an ended execution and how its Temporal workflow may then have closed. */
const CLOSED_AS: Partial<Record<Execution['status'], string[]>> = {
  completed: ['COMPLETED'],
  // Terminated by us where the workflow could not hear of the cancel.
  cancelled: ['CANCELLED', 'TERMINATED'],
  failed: ['FAILED', 'TERMINATED'],
  budget_exhausted: ['FAILED'],
};

/**
 * What must hold of an ended execution after every fault (design §5), whatever was killed: one truth in API, feed and
 * Temporal, a feed without gap or repeat, a whole transcript, and every request that the provider saw on record, none
 * of a call that had been answered.
 */
export async function checkPromises(
  { client, temporal, fake }: Witnesses,
  executionId: string,
  { provider, terminated = false }: CheckOptions = {},
): Promise<Checked> {
  const closed = await readClosed(temporal, executionId);
  const read = await readExecution(client, executionId);
  const { calls, sent } = (provider ?? (await readProviderRecord(fake)))(executionId);
  expectFeed(read.events);
  expectMessages(read.messages, read.events);
  expectOneStatus(read.execution, read.events, terminated);
  // A terminate that comes between the terminal event and the workflow's end changes nothing on our side.
  if (!(terminated && closed === 'TERMINATED')) expect(CLOSED_AS[read.execution.status]).toContain(closed);
  expectDoneOnce(read.attempts);
  expectMoney(read, await readParts(client, executionId), calls, sent);
  return { ...read, calls };
}

/** The workflow closes a moment after its terminal event. */
async function readClosed(temporal: TemporalClient, executionId: string): Promise<string> {
  let name = '';
  const isClosed = async () => {
    name = (await temporal.client.workflow.getHandle(executionId).describe()).status.name;
    return name !== 'RUNNING';
  };
  await waitUntil(isClosed, 15_000, `The workflow ${executionId} did not close`);
  return name;
}

function expectFeed(events: FeedEvent[]): void {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, position) => position + 1));
  const ends = events.filter(({ type }) => type === 'executionEnded');
  expect(ends).toEqual([events.at(-1)]);
  const subjects = events.map(toSubject);
  expect(subjects).toEqual([...new Set(subjects)]);
  const supersteps = events.filter((event) => event.type === 'superstepCommitted').map(({ superstep }) => superstep);
  expect(supersteps).toEqual(supersteps.map((_superstep, position) => position + 1));
}

/** With its type what an event is about: no two may be the same. */
function toSubject(event: FeedEvent): string {
  switch (event.type) {
    case 'messageAdded':
      return `${event.type} ${event.message.id}`;
    case 'toolCalled':
    case 'toolCompleted':
      return `${event.type} ${event.callId}`;
    case 'callHeld':
      return `${event.type} ${event.callId} ${event.reason}`;
    case 'callRetried':
      return `${event.type} ${event.callId}#${event.attempt}`;
    case 'childStarted':
      // A fork begins those anew that had not ended.
      return `${event.type} ${event.childExecutionId}`;
    case 'budgetWarning':
    case 'budgetExceeded':
      return `${event.type} ${event.scope}`;
    case 'attentionNeeded':
    case 'attentionEnded':
    case 'statusChanged':
      // It may come and go again.
      return `${event.type} ${event.seq}`;
    case 'messageUnheard':
      return `${event.type} ${event.messageId}`;
    case 'approvalRequested':
    case 'approvalEscalated':
    case 'approvalDecided':
    case 'approvalExpired':
    case 'approvalCancelled':
      return `${event.type} ${event.approvalId}`;
    default:
      return `${event.type} ${event.stepPath ?? ''}`;
  }
}

function expectMessages(messages: Message[], events: FeedEvent[]): void {
  for (const thread of new Set(messages.map((message) => message.thread))) {
    // Tools that ran in parallel may have answered in any order.
    const indexes = messages.filter((message) => message.thread === thread).map(({ index }) => index);
    expect(indexes.sort((a, b) => a - b)).toEqual(indexes.map((_index, position) => position));
  }
  const added = events.filter((event) => event.type === 'messageAdded').map(({ seq, message }) => ({ seq, id: message.id }));
  expect(messages.map(({ seq, id }) => ({ seq, id }))).toEqual(added);
  const answers = messages.flatMap(({ role, callId }) => (role === 'assistant' ? [callId] : []));
  expect(answers).toEqual([...new Set(answers)]);
}

function expectOneStatus({ status, usage, endedAt }: Execution, events: FeedEvent[], terminated: boolean): void {
  const end = events.at(-1);
  expect(end).toMatchObject({ type: 'executionEnded', status });
  const told = end?.type === 'executionEnded' ? end.usage.calls : null;
  // The parts of what was terminated go on until they are cancelled, and what they spend counts.
  if (terminated) expect(told).toBeLessThanOrEqual(usage.calls);
  else expect(told).toBe(usage.calls);
  expect(endedAt).not.toBeNull();
}

async function readParts(client: Client, parentId: string): Promise<Execution[]> {
  const parts: Execution[] = [];
  for await (const part of client.executions.list({ parentId })) parts.push(part);
  return parts;
}

/** Once a call is answered no attempt of it begins. */
function expectDoneOnce(attempts: Attempt[]): void {
  const answered = new Map(attempts.filter(({ status }) => status === 'succeeded').map((taken) => [taken.callId, taken]));
  const late = attempts.filter((attempt) => {
    const taken = answered.get(attempt.callId);
    return taken !== undefined && taken !== attempt && attempt.startedAt > (taken.endedAt ?? '');
  });
  expect(late).toEqual([]);
}

/** `parts` are the executions that it ran; `sent` names the attempts that the provider saw. */
function expectMoney(
  { execution, attempts, messages }: ReadExecution,
  parts: Execution[],
  calls: Record<string, CallCounts>,
  sent: string[],
): void {
  const models = attempts.filter(({ kind }) => kind === 'model');
  const isTaken = ({ status }: Attempt) => status === 'succeeded';
  const usage = { ...execution.usage };
  for (const counter of ['calls', 'wastedCalls', 'inputTokens', 'outputTokens'] as const) {
    usage[counter] -= parts.reduce((sum, part) => sum + part.usage[counter], 0);
  }
  expect(attempts.filter(({ status }) => status === 'started')).toEqual([]);
  expect(usage.calls).toBe(models.filter(isTaken).length);
  expect(usage.wastedCalls).toBe(models.filter(({ wasted }) => wasted).length);
  expect(usage.inputTokens).toBe(models.reduce((sum, { inputTokens }) => sum + inputTokens, 0));
  expect(usage.outputTokens).toBe(models.reduce((sum, { outputTokens }) => sum + outputTokens, 0));

  if (execution.usage.cost !== null) {
    const costs = [...models.map(({ cost }) => cost), ...parts.map((part) => part.usage.cost)];
    expect(execution.usage.cost.amount).toBe(fromUnits(costs.reduce((sum, cost) => sum + toUnits(cost?.amount ?? '0'), 0n)));
  }

  // No attempt was sent twice, nor without being on record.
  expect(sent).toEqual([...new Set(sent)]);
  expect(models.map(({ callId, attempt }) => `${callId}#${attempt}`)).toEqual(expect.arrayContaining(sent));
  for (const [callId, { requests, completed, failed, tokens }] of Object.entries(calls)) {
    const own = models.filter((attempt) => attempt.callId === callId);
    const taken = own.filter(isTaken).length;
    const wasted = own.filter((attempt) => attempt.wasted).length;
    // An attempt that died or was stopped before its request went out counts as wasted too: nobody can know.
    const isUnknown = ({ status, outputTokens }: Attempt) => status === 'lost' || (status === 'cancelled' && outputTokens === 0);
    const unknown = own.filter(isUnknown).length;
    expect(taken).toBeLessThanOrEqual(Math.min(1, completed));
    expect(requests - failed).toBeLessThanOrEqual(taken + wasted);
    expect(requests - failed).toBeGreaterThanOrEqual(taken + wasted - unknown);
    // What the provider said it cost is on record as it said, or stands as an estimate that is marked as such.
    const told = own.filter(({ estimated }) => !estimated).map(({ inputTokens, outputTokens }) => inputTokens + outputTokens);
    const sum = told.reduce((total, cost) => total + cost, 0);
    expect(sum).toBeLessThanOrEqual(tokens);
    if (told.filter((cost) => cost > 0).length === completed) expect(sum).toBe(tokens);
    expect(messages.filter((message) => message.callId === callId && message.role === 'assistant')).toHaveLength(taken);
  }
}
