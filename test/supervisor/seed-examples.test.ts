import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBuiltInTools, toCatalogueEntry } from '../../activities/tools';
import { createClient } from '../../client';
import { childrenOf } from '../../contracts/children-of';
import { readConfig } from '../../contracts/config';
import { STEP_TYPES } from '../../contracts/constants';
import { type Step, step } from '../../contracts/steps';
import { EXAMPLES } from '../../examples';
import { seedExamples } from '../../supervisor/seed-examples';
import { startApi, type TestApi } from '../api/harness/start-api';

let api: TestApi;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'studio-seed-'));
  api = await startApi({ tools: createBuiltInTools(readConfig({})).map(toCatalogueEntry) });
});
afterEach(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

const seed = (marker = 'done') =>
  seedExamples({ client: createClient({ url: api.url }), examples: EXAMPLES, marker: join(folder, marker), instance: 'test' });
const names = async (path: string) => {
  const { body } = await api.call('GET', `/api/v1/${path}?limit=200`);
  return (body.items as { name: string }[]).map(({ name }) => name);
};

it('saves every example as it is and starts those of the first minute, once', async () => {
  expect(await seed()).toBe('seeded');
  expect(await names('workflows')).toEqual(EXAMPLES.workflows.map(({ name }) => name).reverse());
  expect((await names('agents')).sort()).toEqual(EXAMPLES.agents.map(({ name }) => name).sort());
  const first = ['Debate', 'Press release', 'Research, write, review'];
  expect((await names('executions')).sort()).toEqual(first);
  expect(await seed()).toBe('before');
  expect((await names('executions')).sort()).toEqual(first);
});

it('goes on after a crash in the middle, and leaves what a user has under a name as it is', async () => {
  const [{ name = '' } = {}] = EXAMPLES.agents;
  await api.call('POST', '/api/v1/agents', { body: { name, instructions: 'Mine' } });
  await seed('first');
  // The crash came before the marker was written.
  expect(await seed('second')).toBe('seeded');
  expect(await names('workflows')).toHaveLength(EXAMPLES.workflows.length);
  expect(await names('executions')).toHaveLength(3);
  const { body } = await api.call('GET', '/api/v1/agents?limit=200');
  expect((body.items as { name: string; instructions: string }[]).find((agent) => agent.name === name)?.instructions).toBe('Mine');
});

it('shows every type of step', () => {
  const typesIn = (root: Step): string[] => [root.type, ...childrenOf(root).flatMap(({ step: child }) => typesIn(child))];
  const types = new Set(EXAMPLES.workflows.flatMap(({ root }) => typesIn(step.parse(root))));
  expect([...types].sort()).toEqual([...STEP_TYPES].sort());
});
