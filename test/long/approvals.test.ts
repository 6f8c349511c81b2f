import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Approval, Client } from '../../client';
import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import { type ProductScene, startProductScene } from '../product/product-scene';

jest.setTimeout(180_000);

let scene: ProductScene;
let hook: Server;
/** Posts that arrived, by the call that sent them. */
let received: string[] = [];
let onPost: (response: ServerResponse) => void;

beforeAll(async () => {
  hook = createServer((request: IncomingMessage, response) => {
    received.push(String(request.headers['x-agent-studio-call']));
    onPost(response);
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  scene = await startProductScene({ env: { STUDIO_WEBHOOK_HOSTS: host(), STUDIO_RATE_LIMIT: '0' } });
});
afterAll(async () => {
  await scene?.end();
  hook.closeAllConnections();
  hook.close();
});
beforeEach(() => {
  received = [];
  onPost = (response) => response.end('taken');
});

const host = () => `127.0.0.1:${(hook.address() as AddressInfo).port}`;
const post = (approval: object): StepInput => ({
  id: 'send',
  type: 'tool',
  tool: 'post_webhook',
  arguments: { url: `http://${host()}/`, payload: { text: '{{ input }}' } },
  approval,
});

async function start(name: string, root: StepInput, input: unknown = 'hello'): Promise<string> {
  const workflow = await scene.client.workflows.create({ name: `${name} ${Date.now()}`, root });
  return (await scene.client.workflows.execute(workflow.id, input as string)).executionId;
}

async function pending(client: Client, executionId: string): Promise<Approval> {
  let first: Approval | undefined;
  const asked = async () => {
    [first] = (await client.approvals.list({ executionId })).items;
    return first !== undefined;
  };
  await waitUntil(asked, 30_000, 'Nothing waits');
  return first as Approval;
}

test('a call that is approved while its worker stands still, and then dies before the tool runs, is made once', async () => {
  const { client, studio } = scene;
  const executionId = await start('Approve and kill', post({}));
  const asked = await pending(client, executionId);
  const worker = studio.run().worker?.pid;
  await studio.freeze('worker');
  expect(await client.approvals.decide(asked.id, { decision: 'approve', argumentsHash: asked.argumentsHash })).toMatchObject({
    status: 'approved',
  });
  expect(received).toEqual([]);
  await studio.kill('worker', 'SIGKILL');
  expect(await studio.waitForWorker(worker)).not.toBe(worker);
  expect(await client.executions.result(executionId)).toMatchObject({ status: 'completed', output: { data: { answer: 'taken' } } });
  expect(received).toEqual([`${executionId}/send:t1`]);
  await scene.check(executionId);
});

test('an unsafe tool whose worker is killed in mid-effect ends in the inbox and is never repeated', async () => {
  const { client, studio } = scene;
  onPost = () => undefined;
  const executionId = await start('Kill in mid-effect', post({ when: 'never', onUnknownOutcome: 'ask' }));
  await waitUntil(async () => received.length === 1, 30_000, 'Nothing was posted');
  const worker = studio.run().worker?.pid;
  await studio.kill('worker');
  await studio.waitForWorker(worker);
  const asked = await pending(client, executionId);
  expect(asked).toMatchObject({ kind: 'inDoubt', tool: 'post_webhook', callId: 'send:t1', arguments: { payload: { text: 'hello' } } });
  // Also when another worker goes while it waits.
  const next = studio.run().worker?.pid;
  await studio.kill('worker');
  await studio.waitForWorker(next);
  expect(received).toHaveLength(1);
  await client.approvals.decide(asked.id, { decision: 'happened', result: { status: 200 } });
  expect(await client.executions.result(executionId)).toMatchObject({ status: 'completed', output: { data: { status: 200 } } });
  expect(received).toHaveLength(1);
  await scene.check(executionId);
});

test('1,000 pending approvals decided at once are all carried out within 30 s, each as it was decided', async () => {
  const { client } = scene;
  const [executions, each] = [20, 50];
  const body: StepInput = { id: 'ask', type: 'approval', prompt: '{{ index }}' };
  const root: StepInput = { id: 'all', type: 'map', over: 'input', body, maxParallel: each };
  const workflow = await client.workflows.create({ name: 'A thousand', root });
  const items = Array.from({ length: each }, (_, n) => n);
  const started = await Promise.all(
    Array.from({ length: executions }, async () => (await client.workflows.execute(workflow.id, items)).executionId),
  );
  const asked: Approval[] = [];
  const all = async () => {
    asked.splice(0);
    for await (const one of client.approvals.list({ workflowId: workflow.id, limit: 200 })) asked.push(one);
    return asked.length === executions * each;
  };
  await waitUntil(all, 120_000, 'Not all wait');

  const begun = performance.now();
  const decided = await Promise.all(
    asked.map(({ id, prompt }) =>
      client.approvals.decide(id, { decision: Number(prompt) % 2 === 0 ? 'approve' : 'reject', comment: `said of ${prompt}` }),
    ),
  );
  const results = await Promise.all(started.map((id) => client.executions.result(id)));
  const seconds = (performance.now() - begun) / 1000;
  process.stdout.write(`1,000 decisions carried out in ${seconds.toFixed(1)} s\n`);
  expect(decided).toHaveLength(1_000);
  for (const { status, output } of results) {
    expect(status).toBe('completed');
    expect(output?.data).toMatchObject(
      items.map((n) => ({ index: n, text: `said of ${n}`, data: { decision: n % 2 === 0 ? 'approve' : 'reject' } })),
    );
  }
  expect(seconds).toBeLessThan(30);
  for (const id of started) await scene.check(id);
});
