import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type AgentDelta, createClient, type FeedEvent, type Workflow } from '../../client';
import { followWithDrops } from './follow-with-drops';
import { type ProductScene, startProductScene } from './product-scene';
import { readEvents, readPages } from './read-execution';

let scene: ProductScene;

beforeAll(async () => {
  scene = await startProductScene();
});

afterAll(() => scene?.end());

function listIds({ id }: Workflow): Promise<string[]> {
  return readPages((cursor) => scene.client.executions.list({ workflowId: id, limit: 200, cursor })).then((executions) =>
    executions.map((execution) => execution.id).sort(),
  );
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

test('kill -9 of the API during a stream: who watches goes on without a gap or a repeat', async () => {
  const workflow = await scene.createRow('API killed in a stream', ['one', 'two']);
  await scene.fake.setBehaviour([
    { when: { callIncludes: 'row/two:m1' }, behaviour: { text: 'a b c d e f', hold: { gate: 'stream', at: { pieces: 3 } } } },
  ]);
  const { executionId } = await scene.client.workflows.execute(workflow.id, 'hello');
  const events: FeedEvent[] = [];
  const deltas: (AgentDelta & { connection: number })[] = [];
  let connection = 0;
  let isKilled = false;
  for await (const item of scene.client.executions.watch(executionId)) {
    if (item.type === 'connection' && item.state === 'connected') connection += 1;
    if (item.type === 'event') events.push(item.event);
    if (item.type === 'delta') deltas.push({ ...item.delta, connection });
    if (!isKilled && deltas.some(({ callId, offset, text }) => callId === 'row/two:m1' && offset + text.length === 'a b c'.length)) {
      isKilled = true;
      await scene.studio.kill('api');
    }
    if (isKilled && deltas.some((delta) => delta.connection === 2)) await scene.fake.release('stream');
  }

  expect(connection).toBe(2);
  expect(deltas.find((delta) => delta.connection === 2)).toMatchObject({ callId: 'row/two:m1', offset: 0, text: 'a b c' });
  expect(events).toEqual(await readEvents(scene.client, executionId));
  const { execution } = await scene.check(executionId);
  expect(execution).toMatchObject({ status: 'completed', output: { text: 'a b c d e f' }, usage: { calls: 2, wastedCalls: 0 } });
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

test('a client that drops its connection a hundred times ends with exactly the feed', async () => {
  const stepIds = Array.from({ length: 40 }, (_, n) => `step${n + 1}`);
  const workflow = await scene.createRow('Hundred drops', stepIds);
  await scene.fake.setBehaviour([
    { when: { callIncludes: `row/${stepIds.at(-1)}:` }, behaviour: { hold: { gate: 'drops', at: 'beforeFirstByte' } } },
  ]);
  const { executionId } = await scene.client.workflows.execute(workflow.id, 'hello');
  const onDropped = async () => {
    expect(await scene.client.executions.get(executionId)).toMatchObject({ status: 'running' });
    await scene.fake.release('drops');
  };
  const events = await followWithDrops(scene.studio.url, executionId, { count: 100, onDropped });

  expect(events).toEqual(await readEvents(scene.client, executionId));
  const { execution } = await scene.check(executionId);
  expect(execution).toMatchObject({ status: 'completed', usage: { calls: 40, wastedCalls: 0 } });
});
