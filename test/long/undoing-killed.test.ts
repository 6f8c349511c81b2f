import type { StepInput } from '../../contracts/steps';
import { type ProductScene, startProductScene } from '../product/product-scene';

jest.setTimeout(180_000);

let scene: ProductScene;

beforeAll(async () => {
  scene = await startProductScene();
  await scene.client.agents.create({ name: 'A', instructions: 'I am A' });
});
afterAll(() => scene?.end());

const TEXT = 'one two three four five six seven eight nine ten';
const agent = (id: string, more: object = {}): StepInput => ({ id, type: 'agent', agent: 'A', ...more }) as StepInput;

async function start(name: string, root: StepInput): Promise<string> {
  const workflow = await scene.client.workflows.create({ name, root });
  return (await scene.client.workflows.execute(workflow.id, 'hello')).executionId;
}

/** Each time when a call more is under way. */
async function killWorker(times: number): Promise<void> {
  for (let kill = 1; kill <= times; kill++) {
    const { requests } = await scene.fake.counts();
    await scene.fake.waitFor((counts) => counts.requests >= requests + 1);
    const dead = scene.studio.run().worker?.pid;
    await scene.studio.kill('worker');
    await scene.studio.waitForWorker(dead);
  }
}

test.each(['failed', 'cancelled'] as const)(
  'an execution that is %s undoes everything once, though the worker is killed again and again',
  async (status) => {
    await scene.fake.setBehaviour([
      { when: { callIncludes: 'row/last' }, behaviour: status === 'failed' ? { fail: { status: 400 } } : { stallAfter: 1 } },
      { when: { callIncludes: '/un' }, behaviour: { tokenDelayMs: 80, text: TEXT } },
      { when: {}, behaviour: { text: 'done' } },
    ]);
    const steps = ['a', 'b', 'c'].map((id) => agent(id, { compensate: agent(`un${id}`) }));
    const id = await start(`Undoes, ${status}`, { id: 'row', type: 'sequential', steps: [...steps, agent('last')] });
    if (status === 'cancelled') {
      await scene.fake.waitFor(({ calls }) => calls[`${id}/row/last:m1`] !== undefined);
      await scene.client.executions.cancel(id);
    }
    await killWorker(3);
    expect((await scene.client.executions.result(id)).status).toBe(status);
    const { events, attempts } = await scene.check(id);
    const undone = events.flatMap((event) => (event.type === 'stepCompleted' && event.stepPath.includes('/un') ? [event.stepPath] : []));
    expect(undone).toEqual(['row/c/unc', 'row/b/unb', 'row/a/una']);
    expect(events.at(-2)).toMatchObject({ type: 'compensationCompleted', stepPath: 'row' });
    const taken = attempts.filter((attempt) => attempt.status === 'succeeded').map(({ callId }) => callId);
    expect(taken).toEqual([...new Set(taken)]);
  },
);

test('a magentic team goes on after each kill with the call that was under way', async () => {
  const ledger = (satisfied: boolean) => JSON.stringify({ satisfied, progress: true, inLoop: false, next: 'ann', instruction: 'go on' });
  const slowly = { tokenDelayMs: 80 };
  await scene.fake.setBehaviour([
    { when: { callIncludes: 'team:progress4' }, behaviour: { text: ledger(true) } },
    { when: { callIncludes: 'team:progress' }, behaviour: { ...slowly, text: ledger(false) } },
    { when: {}, behaviour: { ...slowly, text: TEXT } },
  ]);
  const participants = [{ id: 'ann', agent: 'A' }];
  const id = await start('Team', { id: 'team', type: 'magentic', manager: 'A', participants, maxRounds: 9, maxStalls: 2 });
  await killWorker(4);
  const ended = await scene.client.executions.result(id);
  expect(ended).toMatchObject({ status: 'completed', output: { text: TEXT, data: { rounds: 3, replans: 0 } }, usage: { calls: 10 } });
  await scene.check(id);
});
