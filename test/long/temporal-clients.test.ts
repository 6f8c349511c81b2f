import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../runtime/project-root';
import { waitUntil } from '../../runtime/wait-until';
import { type ProductScene, startProductScene } from '../product/product-scene';

let scene: ProductScene;

beforeAll(async () => {
  scene = await startProductScene();
});
afterAll(() => scene?.end());

/** Runs an example as its documentation says, and returns what it printed. */
async function run(example: string, ...args: string[]): Promise<{ executionId: string; text?: string }> {
  const env = { ...process.env, STUDIO_DATA: scene.studio.dataFolder, OPENAI_BASE_URL: scene.fake.url };
  const script = join(projectRoot(), 'examples', example);
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, ...args], { cwd: projectRoot(), env });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

test('an execution that Temporal’s own client starts is one like any other', async () => {
  const { address } = scene.studio.run().temporal ?? { address: '' };
  const { executionId } = await run('start-with-temporal.ts', address, 'Research, write, review', 'Tides');
  const isListed = () => scene.client.executions.get(executionId).then(Boolean, () => false);
  await waitUntil(isListed, 10_000, 'The execution was not listed');
  const ended = await scene.client.executions.result(executionId);
  expect(ended).toMatchObject({ id: executionId, status: 'completed', name: 'Research, write, review', input: { topic: 'Tides' } });
  const { messages } = await scene.check(executionId);
  expect(messages.map(({ thread }) => thread)).toContain('article/review');
});

test('a start that names no workflow fails in Temporal with a sentence, and nothing is listed', async () => {
  const start = scene.temporal.client.workflow.execute('agent', {
    taskQueue: 'agent-studio',
    workflowId: 'mine_unknown',
    args: [{ workflow: 'Nowhere' }],
  });
  await expect(start).rejects.toMatchObject({ cause: { cause: { message: expect.stringContaining('There is no workflow Nowhere') } } });
  await expect(scene.client.executions.get('mine_unknown')).rejects.toMatchObject({ code: 'not_found' });
});

test('patterns run as functions inside a workflow of somebody’s own, on a worker of its own', async () => {
  const { executionId, text } = await run('own-workflow/main.ts', 'Tides');
  const { execution, messages, events } = await scene.check(executionId);
  expect(execution).toMatchObject({ status: 'completed', workflowId: null, name: 'Headline', input: 'Tides' });
  expect(execution.output?.text).toBe(text);
  expect([...new Set(messages.map(({ thread }) => thread))]).toEqual(
    expect.arrayContaining(['own/draft/research', 'own/draft/write', 'own/discussion#1']),
  );
  expect(events.filter(({ type }) => type === 'stepCompleted').map(({ stepPath }) => stepPath)).toContain('own/discussion#1');
});
