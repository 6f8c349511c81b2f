import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import { type ProductScene, startProductScene } from '../product/product-scene';

let scene: ProductScene;
/** Takes a webhook's request and never answers. */
let silent: Server;
const received: string[] = [];

beforeAll(async () => {
  silent = createServer((request) => void received.push(String(request.headers['x-agent-studio-call'])));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  scene = await startProductScene({ env: { STUDIO_WEBHOOK_HOSTS: host() } });
  await scene.client.agents.create({ name: 'A', instructions: 'I am A' });
  await scene.client.agents.create({ name: 'B', instructions: 'I am B' });
});

afterAll(async () => {
  await scene?.end();
  silent.closeAllConnections();
  silent.close();
});

const host = () => `127.0.0.1:${(silent.address() as AddressInfo).port}`;

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const b = { id: 'b', type: 'agent', agent: 'B' } as const;
const participants = [
  { id: 'ann', agent: 'A' },
  { id: 'bob', agent: 'B' },
];

const ROOTS: Record<string, StepInput> = {
  agent: a,
  sequential: { id: 'row', type: 'sequential', steps: [a, { ...b, id: 'c' }, b] },
  concurrent: { id: 'all', type: 'concurrent', branches: [a, b, { ...a, id: 'c' }], aggregate: { type: 'agent', agent: 'B' } },
  'group chat': { id: 'chat', type: 'groupChat', participants, maxRounds: 4 },
  handoff: { id: 'desk', type: 'handoff', participants, start: 'ann' },
  route: { id: 'way', type: 'route', cases: [{ when: 'input != ""', step: { id: 'row', type: 'sequential', steps: [a, b] } }] },
  loop: { id: 'again', type: 'loop', body: a, until: 'iteration == 3', maxIterations: 5 },
  map: { id: 'each', type: 'map', over: '[1, 2, 3, 4]', body: a, maxParallel: 2 },
};

test('kill -9 of the worker, again and again, in the middle of every pattern costs no finished call', async () => {
  await scene.fake.setBehaviour([
    {
      when: { callIncludes: 'desk/ann#1' },
      behaviour: { tokenDelayMs: 60, toolCalls: [{ tool: 'handoff_to_bob', arguments: {} }] },
    },
    { when: {}, behaviour: { tokenDelayMs: 60, text: 'one two three four five six seven eight nine ten eleven twelve' } },
  ]);
  const started: Record<string, string> = {};
  for (const [name, root] of Object.entries(ROOTS)) {
    const workflow = await scene.client.workflows.create({ name: `Killed ${name}`, root });
    started[name] = (await scene.client.workflows.execute(workflow.id, 'hello')).executionId;
  }
  for (let kill = 1; kill <= 3; kill++) {
    const { requests } = await scene.fake.counts();
    await scene.fake.waitFor((counts) => counts.requests >= requests + 2);
    const dead = scene.studio.run().worker?.pid;
    await scene.studio.kill('worker');
    await scene.studio.waitForWorker(dead);
  }
  for (const [name, executionId] of Object.entries(started)) {
    const ended = await scene.client.executions.result(executionId);
    expect([name, ended.status, ended.error]).toEqual([name, 'completed', null]);
    // It also holds each call's requests against its attempts: one may have died before its request went out.
    const { attempts } = await scene.check(executionId);
    for (const { callId, status, wasted } of attempts) {
      // Every request beyond the one that was taken was lost with a worker.
      expect([name, callId, status, wasted]).toEqual([name, callId, status, status !== 'succeeded' && callId.includes(':m')]);
      expect(['succeeded', 'lost']).toContain(status);
    }
  }
});

test('an unsafe tool that was killed in mid-effect is not repeated, and the step says that nobody knows what it did', async () => {
  const workflow = await scene.client.workflows.create({
    name: 'Unsafe',
    root: { id: 'notify', type: 'tool', tool: 'post_webhook', arguments: { url: `http://${host()}/`, payload: { n: 1 } } },
  });
  const { executionId } = await scene.client.workflows.execute(workflow.id, 'hello');
  await waitUntil(() => received.length > 0, 20_000, 'The webhook was not called');
  await scene.studio.kill('worker');
  const ended = await scene.client.executions.result(executionId);
  expect(ended).toMatchObject({ status: 'failed', error: { code: 'tool_outcome_unknown', stepPath: 'notify' } });
  expect(received).toEqual([`${executionId}/notify:t1`]);
});
