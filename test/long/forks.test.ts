import type { Execution, FeedEvent } from '../../client';
import type { StepInput } from '../../contracts/steps';
import { type ProductScene, startProductScene } from '../product/product-scene';
import { toTranscript } from '../product/read-execution';

let scene: ProductScene;

beforeAll(async () => {
  scene = await startProductScene();
  await scene.client.agents.create({ name: 'A', instructions: 'I am A', tools: ['text_statistics'] });
  await scene.client.agents.create({ name: 'B', instructions: 'I am B' });
});
afterAll(() => scene?.end());

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const b = { id: 'b', type: 'agent', agent: 'B' } as const;
const participants = [
  { id: 'ann', agent: 'A' },
  { id: 'bob', agent: 'B' },
];

async function execute(name: string, root: StepInput, input: string | object = 'hello'): Promise<string> {
  const workflow = await scene.client.workflows.create({ name, root });
  return (await scene.client.workflows.execute(workflow.id, input as string)).executionId;
}

async function feed(executionId: string): Promise<FeedEvent[]> {
  return (await scene.client.executions.events(executionId, { limit: 1_000 })).items;
}

/** What the fake was asked for this execution, by call. */
async function requestsOf(executionId: string): Promise<string[]> {
  const all = await scene.fake.requests();
  return all.flatMap(({ call }) => (call.startsWith(`${executionId}/`) ? [call.slice(executionId.length + 1)] : []));
}

const withoutOwner = (events: FeedEvent[]) => events.map(({ executionId: _executionId, ...event }) => event);

test('a fork of a chat calls only what comes after the cut, and is the same up to there', async () => {
  await scene.fake.setBehaviour({ toolCalls: [{ tool: 'text_statistics', arguments: { text: 'x' } }] });
  const source = await execute('Forked chat', { id: 'chat', type: 'groupChat', participants, maxRounds: 6 });
  await scene.client.executions.result(source);
  const before = await feed(source);
  const { items: checkpoints } = await scene.client.executions.checkpoints(source);
  const cut = checkpoints[3];
  expect(cut?.superstep).toBe(4);

  const forked = await scene.client.executions.fork(source, 4);
  expect(forked.forkedFrom).toEqual({ executionId: source, superstep: 4, kind: 'fork' });
  const ended = await scene.client.executions.result(forked.id);
  expect(ended).toMatchObject({ status: 'completed', output: { data: { rounds: 6, stoppedBy: 'maxRounds' } } });
  expect([...new Set((await requestsOf(forked.id)).map((call) => call.split(':')[0]))]).toEqual(['chat/ann#3', 'chat/bob#3']);
  const { events, messages } = await scene.check(forked.id);
  expect(withoutOwner(events.filter(({ seq }) => seq <= (cut?.seq ?? 0)))).toEqual(
    withoutOwner(before.filter(({ seq }) => seq <= (cut?.seq ?? 0))),
  );
  expect(toTranscript(messages)).toEqual(toTranscript((await scene.check(source)).messages));
  expect(await feed(source)).toEqual(before);
  expect((await scene.client.executions.forks(source)).items.map(({ id }: Execution) => id)).toEqual([forked.id]);

  // A fork of the fork, after both of its ancestors are gone.
  const again = await scene.client.executions.fork(forked.id, 5);
  await scene.client.executions.result(again.id);
  await scene.client.executions.delete(forked.id);
  await scene.client.executions.delete(source);
  expect([...new Set((await requestsOf(again.id)).map((call) => call.split(':')[0]))]).toEqual(['chat/bob#3']);
  expect(await scene.client.executions.get(again.id)).toMatchObject({ status: 'completed', usage: { calls: 2 } });
});

test('a retry calls what failed again, and nothing that was answered before', async () => {
  await scene.fake.setBehaviour([{ when: { callIncludes: 'row/b:' }, behaviour: { fail: { status: 400 } } }]);
  const source = await execute('Retried', { id: 'row', type: 'sequential', steps: [a, b, { ...a, id: 'c', input: '{{ steps.a.text }}' }] });
  expect(await scene.client.executions.result(source)).toMatchObject({ status: 'failed', error: { stepPath: 'row/b' } });
  await scene.fake.setBehaviour({});
  const retried = await scene.client.executions.retry(source);
  expect(retried.forkedFrom).toEqual({ executionId: source, superstep: 1, kind: 'retry' });
  expect(await scene.client.executions.result(retried.id)).toMatchObject({ status: 'completed', usage: { calls: 2 } });
  expect(await requestsOf(retried.id)).toEqual(['row/b:m1', 'row/c:m1']);
  await scene.check(retried.id);
  await expect(scene.client.executions.retry(retried.id)).rejects.toMatchObject({ status: 409, code: 'not_retryable' });
});

test('a running execution can be forked, parallel branches and all', async () => {
  await scene.fake.setBehaviour([
    { when: { callIncludes: 'all/slow:' }, behaviour: { hold: { gate: 'slow branch', at: 'beforeFirstByte' } } },
  ]);
  const root: StepInput = {
    id: 'all',
    type: 'concurrent',
    branches: [
      a,
      {
        id: 'row',
        type: 'sequential',
        steps: [
          { ...b, id: 'x' },
          { ...b, id: 'y' },
        ],
      },
      { ...a, id: 'slow' },
    ],
  };
  const source = await execute('Forked while it runs', root);
  for await (const event of scene.client.executions.watchEvents(source))
    if (event.type === 'superstepCommitted' && event.superstep === 2) break;
  const forked = await scene.client.executions.fork(source, 2);
  await scene.fake.release('slow branch');
  const [one, other] = await Promise.all([scene.client.executions.result(source), scene.client.executions.result(forked.id)]);
  expect([one.status, other.status]).toEqual(['completed', 'completed']);
  expect(other.output).toEqual(one.output);
  const calls = await requestsOf(forked.id);
  expect(calls).toContain('all/slow:m1');
  expect(calls.length).toBeLessThanOrEqual(2);
  await scene.check(forked.id);
  await scene.check(source);
});

test('with an edit only what follows is called, and the page says what was edited', async () => {
  await scene.fake.setBehaviour({ toolCalls: [{ tool: 'text_statistics', arguments: { text: 'x' } }] });
  const source = await execute('Edited', a);
  const before = await scene.client.executions.result(source);
  const { items } = await scene.client.executions.checkpoints(source);
  expect(items[0]?.editable).toMatchObject({ agents: ['A'], toolResults: ['a:t1.1'] });
  const edits = [{ type: 'toolResult', callId: 'a:t1.1', result: { words: 5 } }] as const;
  const forked = await scene.client.executions.fork(source, 1, { edits: [...edits] });
  expect(forked.forkedFrom?.edits).toEqual([{ type: 'toolResult', target: 'a:t1.1' }]);
  await scene.client.executions.result(forked.id);
  expect(await requestsOf(forked.id)).toEqual(['a:m2']);
  const { messages } = await scene.check(forked.id);
  expect(messages.find(({ callId }) => callId === 'a:t1.1')).toMatchObject({ text: '{"words":5}', editedFrom: source });
  expect(await scene.client.executions.get(source)).toEqual(before);
  const wrong = scene.client.executions.fork(source, 1, { edits: [{ type: 'toolResult', callId: 'a:t9.1', result: 1 }] });
  await expect(wrong).rejects.toMatchObject({
    status: 400,
    code: 'invalid_edit',
    errors: [{ path: '/edits/0/callId', code: 'unknown_call' }],
  });

  // From the very beginning, with other instructions.
  const anew = await scene.client.executions.fork(source, 0, { edits: [{ type: 'agent', agent: 'A', instructions: 'I am new' }] });
  expect(await scene.client.executions.result(anew.id)).toMatchObject({ status: 'completed', usage: { calls: 2 } });
  await scene.check(anew.id);
});

test('a superstep that is not there is refused, and nothing is made', async () => {
  await scene.fake.setBehaviour({});
  const source = await execute('Not so far', a);
  await scene.client.executions.result(source);
  await expect(scene.client.executions.fork(source, 9)).rejects.toMatchObject({ status: 400, code: 'invalid_superstep' });
  await expect(scene.client.executions.fork(source, -1)).rejects.toMatchObject({ status: 400, code: 'invalid_body' });
  await expect(scene.client.executions.fork('exe_unknown', 1)).rejects.toMatchObject({ status: 404 });
  expect((await scene.client.executions.forks(source)).items).toEqual([]);
});
