import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Execution } from '../../client';
import { type ProductScene, startProductScene } from '../product/product-scene';

jest.setTimeout(240_000);

/** What the fake says that every call took, and what that costs. */
const USAGE = { prompt_tokens: 100, completion_tokens: 1_000 };
const CALL = 0.101;

let scene: ProductScene;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'studio-prices-'));
  const file = join(folder, 'prices.json');
  writeFileSync(file, JSON.stringify({ 'openai/*': { currency: 'EUR', inputPerMillion: '10', outputPerMillion: '100' } }));
  scene = await startProductScene({ env: { STUDIO_PRICES: file, STUDIO_SWEEP_INTERVAL: '1s' } });
  await scene.client.agents.create({ name: 'A', model: { provider: 'openai', name: 'fake', maxOutputTokens: 1_000 } });
  const steps = ['a', 'b', 'c'].map((id) => ({ id, type: 'agent' as const, agent: 'A' }));
  await scene.client.workflows.create({ name: 'Row', root: { id: 'row', type: 'sequential', steps } });
  const branches = Array.from({ length: 5 }, (_, n) => ({ id: `part${n}`, type: 'workflow' as const, workflow: 'Row' }));
  await scene.client.workflows.create({ name: 'All', root: { id: 'all', type: 'concurrent', branches } });
  const behaviour = { tokenDelayMs: 40, text: 'one two three four five six seven eight', usage: USAGE };
  await scene.fake.setBehaviour([{ when: {}, behaviour }]);
});
afterAll(async () => {
  await scene?.end();
  rmSync(folder, { recursive: true });
});

async function start(amount: string): Promise<string> {
  const { items } = await scene.client.workflows.list();
  const id = items.find(({ name }) => name === 'All')?.id ?? '';
  return (await scene.client.workflows.execute(id, 'hello', { budget: { cost: { amount, currency: 'EUR' } } })).executionId;
}

async function killTheWorker(times: number): Promise<void> {
  for (let kill = 1; kill <= times; kill++) {
    const { requests } = await scene.fake.counts();
    await scene.fake.waitFor((counts) => counts.requests >= requests + 2);
    const dead = scene.studio.run().worker?.pid;
    await scene.studio.kill('worker');
    await scene.studio.waitForWorker(dead);
  }
}

/** Every request of an execution and its children that the provider saw, at what it takes for one. */
async function paid(id: string): Promise<number> {
  const children: Execution[] = [];
  for await (const child of scene.client.executions.list({ parentId: id })) children.push(child);
  const ids = [id, ...children.map((child) => child.id)];
  const requests = (await scene.fake.requests()).filter(({ call }) => ids.some((one) => call.startsWith(`${one}/`)));
  return requests.length * CALL;
}

test('kill -9 of the worker, again and again, while children call side by side: the ceiling is never exceeded', async () => {
  const ceiling = 1.1;
  const id = await start(String(ceiling));
  await killTheWorker(2);
  const ended = await scene.client.executions.result(id);
  expect(ended).toMatchObject({
    status: 'budget_exhausted',
    error: { code: 'budget_exhausted' },
    budgetReserved: { calls: 0, cost: { amount: '0' } },
  });
  expect(await paid(id)).toBeLessThanOrEqual(ceiling);
  expect(Number(ended.budgetUsed?.cost?.amount)).toBeLessThanOrEqual(ceiling);
  expect(Number(ended.budgetUsed?.cost?.amount)).toBeGreaterThanOrEqual(Number(ended.usage.cost?.amount));
  await scene.check(id);

  const retried = await scene.client.executions.retry(id, { budget: { cost: { amount: '5', currency: 'EUR' } } });
  const completed = await scene.client.executions.result(retried.id);
  expect(completed).toMatchObject({ status: 'completed', budget: { cost: { amount: '5' } } });
  await scene.check(retried.id);
});
