import { type ProductScene, startProductScene } from '../product/product-scene';

jest.setTimeout(400_000);

/** As many as a worker has in flight at the same time. */
const INTERRUPTED = 200;
const FINISHED = 20;

let scene: ProductScene;

beforeAll(async () => {
  // A busy machine must not make a call silent: only the kill interrupts.
  scene = await startProductScene({
    env: { STUDIO_HEARTBEAT_TIMEOUT: '30s', STUDIO_IDLE_TIMEOUT: '120s', STUDIO_FIRST_BYTE_TIMEOUT: '120s' },
  });
});
afterAll(() => scene?.end());

test('resume after a restart re-executes no finished node, however many parallel ones were interrupted', async () => {
  await scene.client.agents.create({ name: 'A', instructions: 'I am A' });
  const item = (number: number) => `each/row#${number}`;
  const quick = Array.from({ length: FINISHED }, (_, index) => index + 1);
  await scene.fake.setBehaviour([
    ...quick.map((number) => ({ when: { callIncludes: `/${item(number)}/second:` }, behaviour: {} })),
    { when: { callIncludes: '/second:', countAtMost: 1 }, behaviour: { hold: { gate: 'in flight', at: { pieces: 2 } } } },
  ]);
  const steps = ['first', 'second'].map((id) => ({ id, type: 'agent' as const, agent: 'A' }));
  const body = { id: 'row', type: 'sequential' as const, steps };
  const root = { id: 'each', type: 'map' as const, over: 'input', body, maxParallel: 1_000 };
  const workflow = await scene.client.workflows.create({ name: 'Interrupted', root });
  const input = Array.from({ length: FINISHED + INTERRUPTED }, (_, index) => `item ${index + 1}`);
  const { executionId } = await scene.client.workflows.execute(workflow.id, input);
  const before = await scene.fake.waitFor(({ held }) => held['in flight'] === INTERRUPTED, 100_000);

  const dead = scene.studio.run().worker?.pid;
  await scene.studio.kill('worker');
  await scene.studio.waitForWorker(dead);
  expect(await scene.client.executions.result(executionId)).toMatchObject({
    status: 'completed',
    error: null,
    usage: { calls: 2 * input.length, wastedCalls: INTERRUPTED },
  });
  const { calls, events } = await scene.check(executionId);
  const expected = input.flatMap((_, index) =>
    ['first', 'second'].map((name): [string, number] => {
      const callId = `${item(index + 1)}/${name}:m1`;
      const { requests = 0, completed = 0 } = before.calls[`${executionId}/${callId}`] ?? {};
      return [callId, requests - completed + 1];
    }),
  );
  expect(expected.filter(([, requests]) => requests === 2)).toHaveLength(INTERRUPTED);
  expect(Object.values(before.calls).filter(({ completed }) => completed === 1).length).toBeGreaterThanOrEqual(INTERRUPTED);
  expect(Object.fromEntries(Object.entries(calls).map(([callId, { requests }]) => [callId, requests]))).toEqual(
    Object.fromEntries(expected),
  );
  expect(events.filter(({ type }) => type === 'stepStarted')).toHaveLength(1 + 3 * input.length);
});
