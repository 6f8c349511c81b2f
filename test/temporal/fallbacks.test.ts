import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { ChatRequest } from '../fakes/openai/behaviour';
import { createEngineRig, type EngineRig, type Finished } from '../harness/engine-rig';

let rig: EngineRig;

beforeAll(async () => {
  rig = await createEngineRig();
  const model = {
    provider: 'openai',
    name: 'main',
    fallbacks: [
      { provider: 'openai', name: 'second' },
      { provider: 'scripted', name: 'demo' },
    ],
  };
  await rig.agents({ name: 'A', model });
});
afterAll(() => rig.close());

const root = { id: 'a', type: 'agent' as const, agent: 'A', retry: { maxAttempts: 2, initialInterval: '10ms' } };

async function attemptsOf({ execution }: Finished) {
  const attempts = await rig.executions.listAttempts(LOCAL_ORGANIZATION, execution.id, { limit: 20 });
  if (attempts === 'invalidCursor') throw new Error('unreachable');
  return attempts.items.map(({ attempt, model, status, reason }) => [attempt, model, status, ...(reason === undefined ? [] : [reason])]);
}

const refuse = (down: Record<string, number>) =>
  rig.model.setBehaviour(({ model }: ChatRequest) => {
    const status = down[model];
    return status === undefined ? { text: `I am ${model}` } : { fail: { status } };
  });

it('asks the next model when the one before has used up its attempts, and says which one answered', async () => {
  refuse({ main: 503 });
  const finished = await rig.run(root);
  expect(finished.execution).toMatchObject({ status: 'completed', output: { text: 'I am second' }, usage: { calls: 1, wastedCalls: 0 } });
  expect(await attemptsOf(finished)).toEqual([
    [1, 'openai/main', 'failed', 'http_503'],
    [2, 'openai/main', 'failed', 'http_503'],
    [3, 'openai/second', 'succeeded'],
  ]);
  expect(finished.messages.at(-1)).toMatchObject({ role: 'assistant', model: 'openai/second' });
});

it('asks the next one at once when a model refuses, and says nothing of it when the own model answers', async () => {
  refuse({ main: 404 });
  const refused = await rig.run(root);
  expect(await attemptsOf(refused)).toEqual([
    [1, 'openai/main', 'failed', 'http_404'],
    [2, 'openai/second', 'succeeded'],
  ]);
  refuse({});
  const own = await rig.run(root);
  expect(await attemptsOf(own)).toEqual([[1, 'openai/main', 'succeeded']]);
  expect(own.messages.at(-1)).not.toHaveProperty('model');
});

it('goes through all of them in their order, and leaves a provider that keeps failing alone', async () => {
  refuse({ main: 503, second: 500 });
  const finished = await rig.run(root);
  expect(finished.execution.status).toBe('completed');
  expect((await attemptsOf(finished)).map(([, model]) => model)).toEqual([
    'openai/main',
    'openai/main',
    'openai/second',
    'openai/second',
    'scripted/demo',
  ]);
  // Six failures in a row, then ten.
  await rig.run(root);
  await rig.run(root);
  const before = rig.model.requests.length;
  const later = await rig.run(root);
  expect(rig.model.requests).toHaveLength(before);
  expect(await attemptsOf(later)).toEqual([[1, 'scripted/demo', 'succeeded']]);
});
