import type { Client, Execution, FeedEvent } from '../../client';
import { waitUntil } from '../../runtime/wait-until';
import { type ProductScene, startProductScene } from '../product/product-scene';

jest.setTimeout(180_000);

const CHILDREN = ['one', 'two', 'three'];

let scene: ProductScene;

beforeAll(async () => {
  scene = await startProductScene({ env: { STUDIO_SWEEP_INTERVAL: '1s' } });
  const { agents, workflows } = scene.client;
  await agents.create({ name: 'A', instructions: 'I am A' });
  const steps = ['a', 'b', 'c'].map((id) => ({ id, type: 'agent' as const, agent: 'A' }));
  await workflows.create({ name: 'Row', root: { id: 'row', type: 'sequential', steps } });
});
afterAll(() => scene?.end());

async function start(name: string): Promise<string> {
  const branches = CHILDREN.map((id) => ({ id, type: 'workflow' as const, workflow: 'Row' }));
  const workflow = await scene.client.workflows.create({ name, root: { id: 'all', type: 'concurrent', branches } });
  return (await scene.client.workflows.execute(workflow.id, 'hello')).executionId;
}

async function childrenOf({ executions }: Client, parentId: string): Promise<Execution[]> {
  const children: Execution[] = [];
  for await (const child of executions.list({ parentId })) children.push(child);
  return children;
}

const startsOf = (events: FeedEvent[]) => events.flatMap((event) => (event.type === 'childStarted' ? [event.childExecutionId] : []));

test('kill -9 of the worker, again and again, while children run: each runs once, and no finished call is made again', async () => {
  await scene.fake.setBehaviour([{ when: {}, behaviour: { tokenDelayMs: 60, text: 'one two three four five six seven eight' } }]);
  const id = await start('Killed');
  for (let kill = 1; kill <= 3; kill++) {
    const { requests } = await scene.fake.counts();
    await scene.fake.waitFor((counts) => counts.requests >= requests + 2);
    const dead = scene.studio.run().worker?.pid;
    await scene.studio.kill('worker');
    await scene.studio.waitForWorker(dead);
  }
  expect(await scene.client.executions.result(id)).toMatchObject({ status: 'completed', error: null, usage: { calls: 9 } });
  const { events } = await scene.check(id);
  const children = await childrenOf(scene.client, id);
  expect(startsOf(events).sort()).toEqual(children.map((child) => child.id).sort());
  expect(children.map(({ parent }) => parent?.stepPath).sort()).toEqual(CHILDREN.map((step) => `all/${step}`).sort());
  for (const child of children) expect((await scene.check(child.id)).execution).toMatchObject({ status: 'completed', usage: { calls: 3 } });
});

test('a cancel reaches the children and their calls though the worker is killed as it comes', async () => {
  await scene.fake.setBehaviour([{ when: {}, behaviour: { stallAfter: 1 } }]);
  const id = await start('Cancelled');
  const begun = async () => (await childrenOf(scene.client, id)).length === CHILDREN.length;
  await waitUntil(begun, 20_000, 'The children did not begin');
  const children = await childrenOf(scene.client, id);
  await scene.fake.waitFor(({ calls }) => children.every((child) => calls[`${child.id}/row/a:m1`] !== undefined));
  const dead = scene.studio.run().worker?.pid;
  await scene.client.executions.cancel(id);
  await scene.studio.kill('worker');
  await scene.studio.waitForWorker(dead);
  expect(await scene.client.executions.result(id)).toMatchObject({ status: 'cancelled', usage: { calls: 0 } });
  await scene.check(id);
  for (const child of children) {
    const { execution, calls } = await scene.check(child.id);
    expect(execution).toMatchObject({ status: 'cancelled', error: null });
    // What was in flight is all that there was: no attempt begins after the cancel was noted.
    expect(Object.entries(calls).map(([call, { requests }]) => [call, requests])).toEqual([['row/a:m1', 1]]);
  }
});

test('when the workflow of the parent is terminated in Temporal, the sweeper ends its children', async () => {
  await scene.fake.setBehaviour([{ when: {}, behaviour: { stallAfter: 1 } }]);
  const id = await start('Terminated');
  const { requests } = await scene.fake.counts();
  await scene.fake.waitFor((counts) => counts.requests >= requests + CHILDREN.length);
  await scene.temporal.client.workflow.getHandle(id).terminate();
  expect(await scene.client.executions.result(id)).toMatchObject({ status: 'failed', error: { code: 'terminated' } });
  for (const child of await childrenOf(scene.client, id)) {
    expect(await scene.client.executions.result(child.id)).toMatchObject({ status: 'cancelled' });
  }
});
