import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient, type FeedEvent, StudioError, type Workflow } from '../../client';
import { type ProductScene, startProductScene } from '../product/product-scene';
import { readPages } from '../product/read-execution';

let scene: ProductScene;
let row: Workflow;

beforeAll(async () => {
  scene = await startProductScene();
  row = await scene.createRow('Commands', ['one', 'two']);
});

afterAll(() => scene?.end());

function listIds({ id }: Workflow): Promise<string[]> {
  return readPages((cursor) => scene.client.executions.list({ workflowId: id, limit: 200, cursor })).then((executions) =>
    executions.map((execution) => execution.id).sort(),
  );
}

/** An execution whose first call hangs in mid-stream. */
async function executeToMidStream(gate: string): Promise<string> {
  await scene.fake.setBehaviour([{ when: { callIncludes: 'row/one:m1' }, behaviour: { hold: { gate, at: { pieces: 2 } } } }]);
  const { executionId } = await scene.client.workflows.execute(row.id, 'hello');
  await scene.fake.waitFor(({ held }) => held[gate] === 1);
  return executionId;
}

function isAnswer(event: FeedEvent): boolean {
  return event.type === 'messageAdded' && event.message.role === 'assistant';
}

function expectOneCutCall(executionId: string) {
  const isCut = ({ calls }: { calls: Record<string, { disconnected: number }> }) => calls[`${executionId}/row/one:m1`]?.disconnected === 1;
  return scene.fake.waitFor(isCut);
}

test('a start that was answered exists exactly once, however often the API is killed meanwhile', async () => {
  const workflow = await scene.createRow('API killed in starts', ['one']);
  const wait = (ms: number, signal?: AbortSignal) => pause(Math.min(ms, 250), undefined, { signal });
  const clients = [1, 2].map(() => createClient({ url: scene.studio.url, retry: { maxAttempts: 60, wait } }));
  const start = (key: string, client: number) => clients[client % 2]?.workflows.execute(workflow.id, key, { idempotencyKey: key });
  /** Twelve starts at once; the API dies when two of them were answered. */
  const startAndKill = async (keys: string[]): Promise<string[]> => {
    let answered = 0;
    let killed: Promise<void> | undefined;
    const ids = await Promise.all(
      keys.map(async (key, position) => {
        const answer = await start(key, position);
        answered += 1;
        if (answered === 2) killed = scene.studio.kill('api');
        return answer?.executionId ?? '';
      }),
    );
    await killed;
    return ids;
  };
  const keys = Array.from({ length: 36 }, () => randomUUID());
  const ids: string[] = [];
  for (const from of [0, 12, 24]) ids.push(...(await startAndKill(keys.slice(from, from + 12))));
  expect(new Set(ids).size).toBe(keys.length);

  const repeated = await Promise.all(keys.map((key, position) => start(key, position + 1)));
  expect(repeated.map((answer) => answer?.executionId)).toEqual(ids);
  expect(await listIds(workflow)).toEqual([...ids].sort());
  await Promise.all(ids.map((id) => scene.client.executions.result(id)));
  expect((await scene.temporal.client.workflow.count(`AgentStudioWorkflow = '${workflow.id}'`)).count).toBe(keys.length);
  for (const id of ids) {
    expect(await scene.client.executions.get(id)).toMatchObject({ status: 'completed', usage: { calls: 1, wastedCalls: 0 } });
    const { calls } = await scene.check(id);
    expect(calls['row/one:m1']).toMatchObject({ requests: 1, completed: 1 });
  }
});

test('fifty simultaneous starts with one idempotency key, of two clients, are one execution', async () => {
  const workflow = await scene.createRow('Fifty starts', ['one']);
  const replayed: (string | null)[] = [];
  const recording: typeof fetch = async (...given) => {
    const answer = await fetch(...given);
    replayed.push(answer.headers.get('idempotent-replayed'));
    return answer;
  };
  const clients = [1, 2].map(() => createClient({ url: scene.studio.url, fetch: recording, retry: { maxAttempts: 1 } }));
  const command = { idempotencyKey: randomUUID() };
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => clients[n % 2]?.workflows.execute(workflow.id, 'hello', command)));

  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(replayed.filter((header) => header === null)).toHaveLength(1);
  expect(replayed.filter((header) => header === 'true')).toHaveLength(49);
  const executionId = answers[0]?.executionId ?? '';
  expect(await listIds(workflow)).toEqual([executionId]);
  await scene.client.executions.result(executionId);
  const { calls } = await scene.check(executionId);
  expect(calls['row/one:m1']).toMatchObject({ requests: 1, completed: 1 });
});

test("a cancel in mid-stream closes the provider's socket and no further call is made", async () => {
  const executionId = await executeToMidStream('cancel');
  expect(await scene.client.executions.cancel(executionId)).toMatchObject({ cancelRequestedAt: expect.any(String) });
  await expectOneCutCall(executionId);

  const ended = await scene.client.executions.result(executionId);
  expect(ended).toMatchObject({ status: 'cancelled', output: null, usage: { calls: 0, wastedCalls: 1 } });
  const { calls, attempts, events, messages } = await scene.check(executionId);
  expect(calls).toEqual({ 'row/one:m1': { requests: 1, completed: 0, disconnected: 1, failed: 0, tokens: 0 } });
  expect(attempts).toMatchObject([{ status: 'cancelled', wasted: true, estimated: true }]);
  expect(messages.map(({ role }) => role)).toEqual(['user']);
  expect(events.map(({ type }) => type)).not.toContain('stepCompleted');
  await expect(scene.client.executions.cancel(executionId)).rejects.toMatchObject({ code: 'execution_ended', status: 409 });
});

test('cancels that arrive around the last flush leave one truth, and one terminal event', async () => {
  await scene.fake.setBehaviour({});
  const single = await scene.createRow('Cancelled at the end', ['one']);
  /** Cancels at the moment the last message is added: what is left then is the last flush. */
  const executeAndCancel = async (input: string) => {
    const { executionId } = await scene.client.workflows.execute(single.id, input);
    for await (const event of scene.client.executions.watchEvents(executionId)) if (isAnswer(event)) break;
    const answer = await scene.client.executions.cancel(executionId).catch((error: unknown) => error);
    return { executionId, answer };
  };
  const cancelled = await Promise.all(Array.from({ length: 24 }, (_, n) => executeAndCancel(`question ${n}`)));

  for (const { executionId, answer } of cancelled) {
    const { status } = await scene.client.executions.result(executionId);
    expect(['completed', 'cancelled']).toContain(status);
    if (answer instanceof StudioError) {
      expect({ code: answer.code, status }).toEqual({ code: 'execution_ended', status: 'completed' });
    } else {
      expect(answer).toMatchObject({ id: executionId, cancelRequestedAt: expect.any(String) });
    }
    const { calls, execution } = await scene.check(executionId);
    expect(calls['row/one:m1']).toMatchObject({ requests: 1, completed: 1 });
    expect(execution.usage).toMatchObject({ calls: 1, wastedCalls: 0 });
  }
});

test('a workflow that is terminated in Temporal ends as failed, with its terminal event last', async () => {
  const executionId = await executeToMidStream('terminate');
  await scene.temporal.client.workflow.getHandle(executionId).terminate('outside');
  await expectOneCutCall(executionId);
  // The sweeper sees it within 30 s, or at its first sweep in a new process.
  await scene.studio.kill('api');

  expect(await scene.client.executions.result(executionId)).toMatchObject({ status: 'failed', error: { code: 'terminated' } });
  const { events, calls } = await scene.check(executionId);
  expect(events.at(-1)).toMatchObject({ type: 'executionEnded', status: 'failed', error: { code: 'terminated' } });
  expect(calls['row/one:m1']).toMatchObject({ requests: 1 });
});
