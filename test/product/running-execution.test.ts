import type { AgentDelta, FeedEvent, Workflow } from '../../client';
import type { StepInput } from '../../contracts/steps';
import { followWithDrops } from './follow-with-drops';
import { type ProductScene, startProductScene } from './product-scene';
import { readEvents, toTranscript } from './read-execution';

let scene: ProductScene;
let row: Workflow;
/** What an execution says that nothing disturbs. */
let transcript: string[];

beforeAll(async () => {
  scene = await startProductScene();
  row = await scene.createRow('Worker killed', ['one', 'two', 'three']);
  const undisturbed = await execute();
  await scene.client.executions.result(undisturbed);
  const { calls, messages, execution } = await scene.check(undisturbed);
  expect(Object.values(calls).map(({ requests }) => requests)).toEqual([1, 1, 1]);
  expect(execution.usage).toMatchObject({ calls: 3, wastedCalls: 0 });
  transcript = toTranscript(messages);
  expect(transcript).toHaveLength(6);
});

afterAll(() => scene?.end());

async function execute(): Promise<string> {
  return (await scene.client.workflows.execute(row.id, 'Why is the sea salt?')).executionId;
}

/** Lets the execution end and checks it; the call `callId` has a second attempt after a first one that was lost. */
async function expectOneExtraCall(executionId: string, callId: string): Promise<void> {
  expect(await scene.client.executions.result(executionId)).toMatchObject({ status: 'completed', error: null });
  const { calls, attempts, messages, events, execution } = await scene.check(executionId);
  const requests = Object.fromEntries(Object.entries(calls).map(([id, counts]) => [id, counts.requests]));
  expect(requests).toEqual({ 'row/one:m1': 1, 'row/two:m1': 1, 'row/three:m1': 1, [callId]: 2 });
  expect(execution.usage).toMatchObject({ calls: 3, wastedCalls: 1 });
  expect(attempts.filter((attempt) => attempt.callId === callId)).toMatchObject([
    { status: 'lost', wasted: true, estimated: true },
    { status: 'succeeded', wasted: false, estimated: false },
  ]);
  // Known when the second attempt began, not only at the end.
  expect(events.filter(({ type }) => type === 'callRetried')).toMatchObject([{ callId, attempt: 1, reason: 'lost' }]);
  const supersteps = events.filter((event) => event.type === 'superstepCommitted');
  expect(supersteps.at(-1)?.usage).toEqual(execution.usage);
  expect(toTranscript(messages)).toEqual(transcript);
}

test('kill -9 of the worker in mid-stream costs one extra call, and the transcript is whole, with the ids of an undisturbed run', async () => {
  const callId = 'row/two:m1';
  await scene.fake.setBehaviour([
    { when: { callIncludes: callId, countAtMost: 1 }, behaviour: { hold: { gate: 'mid-stream', at: { pieces: 2 } } } },
  ]);
  const executionId = await execute();
  await scene.fake.waitFor(({ held }) => held['mid-stream'] === 1);

  const killedAt = Date.now();
  await scene.studio.kill('worker');
  await scene.fake.waitFor(({ calls }) => calls[`${executionId}/${callId}`]?.requests === 2);
  console.info(`The call was made again ${Date.now() - killedAt} ms after its worker was killed`);

  await expectOneExtraCall(executionId, callId);
});

test('kill -9 of the worker after the last byte and before the journal write costs one extra call', async () => {
  const callId = 'row/one:m1';
  await scene.fake.setBehaviour([
    { when: { callIncludes: callId, countAtMost: 1 }, behaviour: { hold: { gate: 'last byte', at: 'afterLastByte' } } },
  ]);
  const executionId = await execute();
  await scene.fake.waitFor(({ held }) => held['last byte'] === 1);
  expect((await scene.fake.counts()).calls[`${executionId}/${callId}`]).toMatchObject({ requests: 1, completed: 1 });
  await scene.studio.kill('worker');

  await expectOneExtraCall(executionId, callId);
});

test('kill -9 of the worker between two supersteps buys no finished answer twice', async () => {
  await scene.fake.setBehaviour({});
  const executionId = await execute();
  const finished: string[] = [];
  for await (const event of scene.client.executions.watchEvents(executionId)) {
    if (event.type === 'messageAdded' && event.message.role === 'assistant') finished.push(event.message.callId ?? '');
    if (event.type === 'superstepCommitted') break;
  }
  await scene.studio.kill('worker');
  expect(finished).toContain('row/one:m1');

  expect(await scene.client.executions.result(executionId)).toMatchObject({ status: 'completed', usage: { calls: 3 } });
  const { calls, messages } = await scene.check(executionId);
  for (const callId of finished) expect(calls[callId]).toMatchObject({ requests: 1, completed: 1 });
  expect(toTranscript(messages)).toEqual(transcript);
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

test('a client that drops its connection a hundred times ends with exactly the feed, of nested steps too', async () => {
  const { agents, workflows } = scene.client;
  await agents.create({ name: 'Nested', instructions: 'Answer in one sentence.' });
  const agent = (id: string) => ({ id, type: 'agent' as const, agent: 'Nested' });
  const steps = [agent('a'), agent('b')];
  await workflows.create({ name: 'Part', root: { id: 'part', type: 'sequential', steps } });
  const pairs: StepInput = { id: 'pair', type: 'concurrent', branches: [agent('x'), agent('y')] };
  const inner: StepInput[] = [
    { id: 'again', type: 'loop', body: { id: 'in', type: 'sequential', steps }, until: 'iteration == 8', maxIterations: 8 },
    { id: 'each', type: 'map', over: '[1, 2, 3, 4, 5, 6]', body: pairs, maxParallel: 2 },
    {
      id: 'chat',
      type: 'groupChat',
      participants: [agent('ann'), agent('bob')].map(({ id, agent: name }) => ({ id, agent: name })),
      maxRounds: 6,
    },
    { id: 'child', type: 'workflow', workflow: 'Part' },
  ];
  const root: StepInput = { id: 'row', type: 'sequential', steps: [{ id: 'all', type: 'concurrent', branches: inner }, agent('last')] };
  const workflow = await workflows.create({ name: 'Hundred drops', root });
  await scene.fake.setBehaviour([{ when: { callIncludes: 'row/last:' }, behaviour: { hold: { gate: 'drops', at: 'beforeFirstByte' } } }]);
  const { executionId } = await scene.client.workflows.execute(workflow.id, 'hello');
  const onDropped = async () => {
    expect(await scene.client.executions.get(executionId)).toMatchObject({ status: 'running' });
    await scene.fake.release('drops');
  };
  const events = await followWithDrops(scene.studio.url, executionId, { count: 100, onDropped });

  expect(events).toEqual(await readEvents(scene.client, executionId));
  const { execution } = await scene.check(executionId);
  expect(execution).toMatchObject({ status: 'completed', usage: { calls: 16 + 12 + 6 + 2 + 1, wastedCalls: 0 } });
});

test('a revision that is published while an execution runs is for new executions only', async () => {
  const { client, fake } = scene;
  const published = await scene.createRow('Published', ['first', 'second']);
  const [agent] = (await client.agents.list()).items.filter(({ name }) => name === 'Published agent');
  if (agent === undefined) throw new Error('unreachable');
  await fake.setBehaviour([{ when: { callIncludes: 'row/first' }, behaviour: { hold: { gate: 'published', at: 'beforeFirstByte' } } }]);
  const { executionId: old } = await client.workflows.execute(published.id, 'hello');
  await fake.waitFor(({ held }) => held.published === 1);

  const third = { id: 'third', type: 'agent' as const, agent: agent.name };
  const root = { ...published.root, steps: [third] } as Workflow['root'];
  await client.agents.replace(agent.id, { name: agent.name, instructions: 'Answer in two sentences.' }, { ifMatch: agent.revision });
  await client.workflows.replace(published.id, { name: published.name, root }, { ifMatch: published.revision });
  const { executionId: next } = await client.workflows.execute(published.id, 'hello');
  await fake.release('published');

  for (const [id, revision, asked] of [
    [old, 1, ['row/first:m1 one sentence', 'row/second:m1 one sentence']],
    [next, 2, ['row/third:m1 two sentences']],
  ] as const) {
    expect(await client.executions.result(id)).toMatchObject({ status: 'completed', workflowRevision: revision });
    const own = (await fake.requests()).filter(({ call }) => call.startsWith(`${id}/`));
    const instructions = own.map(
      ({ call, body }) => `${call.slice(id.length + 1)} ${/in (.*)\./.exec(String(body.messages[0]?.content))?.[1]}`,
    );
    expect(instructions).toEqual(asked);
  }
  await scene.check(old);
});
