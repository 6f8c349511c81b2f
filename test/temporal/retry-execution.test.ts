import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import type { Behaviour, ChatRequest } from '../fakes/openai/behaviour';
import { createEngineRig, type EngineRig, type Finished } from '../harness/engine-rig';

let rig: EngineRig;

beforeAll(async () => {
  rig = await createEngineRig();
  await rig.agents({ name: 'A', instructions: 'I am A', tools: ['text_statistics'] }, { name: 'B', instructions: 'I am B' });
});
afterAll(() => rig?.close());
beforeEach(() => rig.model.setBehaviour({}));

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const b = { id: 'b', type: 'agent', agent: 'B' } as const;
const askTool = { tool: 'text_statistics', arguments: { text: 'one two' } };
const answered = (request: ChatRequest) => request.messages.some(({ role }) => role === 'tool');

/** Runs until it fails or is cancelled, mends the model, and retries. */
async function retries(root: StepInput, mended: Behaviour = {}): Promise<{ before: Finished; retried: Finished }> {
  const source = await rig.start(root);
  const before = await source.finished();
  expect(before.execution.status).not.toBe('completed');
  rig.model.setBehaviour(mended);
  const retried = await (await rig.retry(source)).finished();
  expect(retried.events.map(({ seq }) => seq)).toEqual(retried.events.map((_, index) => index + 1));
  expect(retried.execution).toMatchObject({ status: 'completed', forkedFrom: { executionId: source.id, kind: 'retry' } });
  expect(retried.events.filter(({ type }) => type === 'stepFailed' || type === 'stepCancelled')).toEqual([]);
  expect(await source.finished()).toEqual(before);
  return { before, retried };
}

const callsOf = ({ requests }: Finished) => Object.keys(requests).sort();

it('a retry of a turn whose second call failed keeps the first call and its tools', async () => {
  rig.model.setBehaviour((request) => {
    if (request.tools === undefined) return {};
    return answered(request) ? { fail: { status: 400 } } : { toolCalls: [askTool, askTool] };
  });
  const { retried } = await retries({ id: 'row', type: 'sequential', steps: [b, a] });
  expect(callsOf(retried)).toEqual(['row/a:m2']);
  expect(retried.events.filter(({ type }) => type === 'toolCompleted')).toHaveLength(2);
});

it('a retry of a turn whose answers made it fail asks for all of them again', async () => {
  const root: StepInput = { id: 'row', type: 'sequential', steps: [b, { ...a, output: { type: 'object' } }] };
  rig.model.setBehaviour({ text: 'no JSON' });
  const { retried } = await retries(root, { text: '{}' });
  expect(callsOf(retried)).toEqual(['row/a:m1']);
  expect(retried.messages.filter(({ thread }) => thread === 'row/a')).toHaveLength(2);
});

it('a retry of branches calls only the one that failed, though others ended after it', async () => {
  rig.model.setBehaviour((request) =>
    request.messages[0]?.content === 'I am B'
      ? { fail: { status: 400 } }
      : { ...(!answered(request) && { toolCalls: [askTool] }), firstByteDelayMs: 100 },
  );
  const root: StepInput = { id: 'all', type: 'concurrent', branches: [a, b, { ...a, id: 'c' }], maxParallel: 1 };
  const { before, retried } = await retries(root);
  const wasAnswered = before.messages.flatMap(({ role, callId }) => (role === 'assistant' && callId !== undefined ? [callId] : []));
  for (const call of callsOf(retried)) expect(wasAnswered).not.toContain(call);
  expect(callsOf(retried)).toContain('all/b:m1');
});

it('a retry of what was cancelled goes on where it was', async () => {
  rig.model.setBehaviour((request) => (answered(request) ? { stallAfter: 1 } : { toolCalls: [askTool] }));
  const source = await rig.start(a);
  await waitUntil(() => rig.model.requests.some(({ call }) => call === `${source.id}/a:m2`), 20_000, 'The second call was not made');
  await source.handle.cancel();
  const before = await source.finished();
  expect(before.execution.status).toBe('cancelled');
  rig.model.setBehaviour({});
  const retried = await (await rig.retry(source)).finished();
  expect(retried.execution.status).toBe('completed');
  expect(callsOf(retried)).toEqual(['a:m2']);
  // And a fork of the retry is as good as any.
  const forked = await (await rig.fork({ id: retried.execution.id })).finished();
  expect(forked.execution).toMatchObject({ status: 'completed', usage: { calls: 0 }, output: retried.execution.output });
});
