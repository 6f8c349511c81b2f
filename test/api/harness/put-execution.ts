import { LOCAL_ORGANIZATION } from '../../../contracts/constants';
import type { TestApi } from './start-api';

/** A listed execution with an empty feed, of no workflow. */
export async function putExecution({ executions }: TestApi, id: string): Promise<void> {
  await executions.putStart({
    executionId: id,
    organizationId: LOCAL_ORGANIZATION,
    workflowId: null,
    workflowRevision: null,
    name: id,
    plan: { root: { id: 'a', type: 'tool', tool: 'count_words', arguments: {} }, agents: {} },
    input: null,
    startedAt: new Date().toISOString(),
  });
  await executions.listStarted(LOCAL_ORGANIZATION, id);
}

/** Appends `stepStarted` of the steps after `from` up to `to`, and hints at them. */
export async function appendSteps({ executions, live }: TestApi, id: string, from: number, to: number): Promise<void> {
  const facts = Array.from({ length: to - from }, (_, index) => ({
    type: 'stepStarted' as const,
    stepPath: `a#${from + index + 1}`,
    stepType: 'tool',
  }));
  await executions.appendFacts(LOCAL_ORGANIZATION, id, facts);
  live.committed(id);
}

/** Appends `count` messages with `text`, and hints at them. */
export async function appendMessages({ executions, live }: TestApi, id: string, from: number, count: number, text: string): Promise<void> {
  const messages = Array.from({ length: count }, (_, index) => ({ thread: 't', index: from + index, role: 'user' as const, text }));
  await executions.beginAttempt(LOCAL_ORGANIZATION, id, {
    callId: `a/${from}`,
    stepPath: 'a',
    attempt: 1,
    kind: 'model',
    activity: 'm1',
    worker: 'w',
    facts: [],
    messages,
    estimatedInputTokens: 0,
  });
  live.committed(id);
}

export async function endExecution({ executions, live }: TestApi, id: string): Promise<void> {
  await executions.close(LOCAL_ORGANIZATION, id, [], { status: 'completed' });
  live.committed(id);
}
