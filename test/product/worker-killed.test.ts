import type { Workflow } from '../../client';
import { type ProductScene, startProductScene } from './product-scene';
import { toTranscript } from './read-execution';

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

test('kill -9 of the worker in mid-stream costs one extra call, and the transcript is whole', async () => {
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
