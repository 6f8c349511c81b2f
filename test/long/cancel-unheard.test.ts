import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import { type ProductScene, startProductScene } from '../product/product-scene';

/** What the contract promises, whatever the execution does. */
const LONGEST_CANCEL_MS = 15_000;

let folder: string;
let begun: string;
let scene: ProductScene;

/** A tool that says that it has begun, and then lets nothing else happen in its worker. */
const BLOCKING_TOOL = `
import { writeFileSync } from 'node:fs';
import { defineTool } from 'agent-studio/tools';

export default defineTool({
  id: 'block',
  description: 'Holds the thread of its worker.',
  inputSchema: { type: 'object' },
  repeat: 'idempotent',
  run: () => {
    writeFileSync(process.env.BEGUN, '');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${LONGEST_CANCEL_MS + 3_000});
    return {};
  },
});
`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'studio-unheard-'));
  begun = join(folder, 'begun.txt');
  writeFileSync(join(folder, 'block.ts'), BLOCKING_TOOL);
  scene = await startProductScene({ env: { STUDIO_TOOLS: folder, BEGUN: begun } });
}, 120_000);
afterAll(async () => {
  await scene?.end();
  rmSync(folder, { recursive: true, force: true });
});

async function start(name: string, first: StepInput): Promise<string> {
  const agent = await scene.client.agents.create({ name });
  const root: StepInput = { id: 'row', type: 'sequential', steps: [first, { id: 'then', type: 'agent', agent: agent.name }] };
  return (await scene.client.workflows.execute((await scene.client.workflows.create({ name, root })).id)).executionId;
}

/** Within the time that is promised; and the worker, once it is back, does nothing more. */
async function expectCancelled(executionId: string, workerComesBack: () => Promise<unknown>): Promise<void> {
  const asked = Date.now();
  await scene.client.executions.cancel(executionId);
  expect(await scene.client.executions.result(executionId)).toMatchObject({ status: 'cancelled' });
  expect(Date.now() - asked).toBeLessThan(LONGEST_CANCEL_MS);
  await workerComesBack();
  // Whatever was left for it lay before this one.
  const after = await scene.createRow(`After ${executionId}`, ['one']);
  await scene.client.executions.result((await scene.client.workflows.execute(after.id, 'hello')).executionId);
  const { calls } = await scene.fake.counts();
  expect(Object.keys(calls).filter((call) => call.startsWith(executionId))).toEqual([]);
  await scene.check(executionId);
}

test('a tool that holds its worker’s thread keeps no cancel from ending its execution', async () => {
  const executionId = await start('Blocked', { id: 'hold', type: 'tool', tool: 'block' });
  await waitUntil(() => existsSync(begun), 20_000, 'The tool did not begin');
  await expectCancelled(executionId, async () => undefined);
});

test('a cancel ends an execution though no worker is there', async () => {
  await scene.studio.freeze('worker');
  const executionId = await start('No worker', { id: 'first', type: 'tool', tool: 'text_statistics', arguments: { text: 'a' } });
  await expectCancelled(executionId, () => scene.studio.kill('worker', 'SIGCONT'));
});
