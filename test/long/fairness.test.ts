import { setTimeout as delay } from 'node:timers/promises';
import { hasEnded } from '../../contracts/entities';
import type { ToolStep } from '../../contracts/steps';
import { createTemporalEngine } from '../../runtime/temporal-engine';
import { waitUntil } from '../../runtime/wait-until';
import { forEachBounded } from '../../supervisor/for-each-bounded';
import { createEngineRig, type EngineRig } from '../harness/engine-rig';
import { startTestTemporal, type TestTemporal } from '../harness/temporal-server';

const MANY = 2_000;

let server: TestTemporal;
let rig: EngineRig;
let release: () => void = () => {};
const released = new Promise<void>((resolve) => {
  release = resolve;
});

beforeAll(async () => {
  server = await startTestTemporal();
  const slow = { id: 'slow', description: 'Takes half a minute', inputSchema: { type: 'object' }, repeat: 'pure' as const };
  rig = await createEngineRig({
    temporal: server,
    tools: [{ ...slow, run: () => Promise.race([delay(30_000), released]).then(() => 'done') }],
    timeouts: { tool: 60_000 },
  });
});
afterAll(async () => {
  release();
  await rig?.close();
  await server?.stop();
});

const engine = () => createTemporalEngine(rig.client, { taskQueue: rig.taskQueue, deadlineMs: 60_000 });

/** As the API starts one, for an organization that this test makes up. */
async function start(organizationId: string, executionId: string, tool: string): Promise<void> {
  const root: ToolStep = { id: 't', type: 'tool', tool, arguments: { text: 'a' } };
  const about = { executionId, organizationId, workflowId: null, name: executionId };
  await rig.executions.putStart({
    ...about,
    workflowRevision: null,
    plan: { root, agents: {} },
    input: null,
    startedAt: new Date().toISOString(),
  });
  await engine().start({ ...about, root: { id: 't', type: 'tool', tool } });
  await rig.executions.listStarted(organizationId, executionId);
}

it(`an organization with ${MANY} executions does not hold up the first one of another`, async () => {
  await forEachBounded(
    Array.from({ length: MANY }, (_, index) => index),
    16,
    (index) => start('crowd', `crowd-${index}`, 'slow'),
  );
  const ended = async (organizationId: string, executionId: string) =>
    hasEnded((await rig.executions.get(organizationId, executionId))?.status ?? 'queued');
  const before = Date.now();
  await start('one', 'one', 'text_statistics');
  await waitUntil(() => ended('one', 'one'), 60_000, 'The other organization waits');
  const waited = Date.now() - before;
  // They were waiting all the while: fewer slots than executions, each taken for half a minute.
  expect(await ended('crowd', `crowd-${MANY - 1}`)).toBe(false);
  expect(waited).toBeLessThan(5_000);
}, 600_000);
