import { setTimeout as delay } from 'node:timers/promises';
import { hasEnded } from '../../contracts/entities';
import { waitUntil } from '../../runtime/wait-until';
import { forEachBounded } from '../../supervisor/for-each-bounded';
import { createEngineRig, type EngineRig } from '../harness/engine-rig';
import { startAs } from '../harness/start-as';
import { startTestTemporal, type TestTemporal } from '../harness/temporal-server';

const MANY = 2_000;

let server: TestTemporal;
let rig: EngineRig;
/** The crowd's calls stand still until then, and take a second each from then on. */
let letGo: () => void = () => {};
const opened = new Promise<void>((resolve) => {
  letGo = resolve;
});

beforeAll(async () => {
  server = await startTestTemporal();
  const slow = { id: 'slow', description: 'Takes its time', inputSchema: { type: 'object' }, repeat: 'pure' as const };
  rig = await createEngineRig({
    temporal: server,
    tools: [{ ...slow, run: () => opened.then(() => delay(1_000, 'done')) }],
    timeouts: { tool: 600_000 },
  });
});
afterAll(async () => {
  await rig?.close();
  await server?.stop();
});

const start = (organizationId: string, executionId: string, tool: string) =>
  startAs(rig, { organizationId, executionId, root: { id: 't', type: 'tool', tool, arguments: { text: 'a' } } });

it(`an organization with ${MANY} executions does not hold up the first one of another`, async () => {
  await forEachBounded(
    Array.from({ length: MANY }, (_, index) => index),
    16,
    (index) => start('crowd', `crowd-${index}`, 'slow'),
  );
  const ended = async (organizationId: string, executionId: string) =>
    hasEnded((await rig.executions.get(organizationId, executionId))?.status ?? 'queued');
  letGo();
  const before = Date.now();
  await start('one', 'one', 'text_statistics');
  await waitUntil(() => ended('one', 'one'), 60_000, 'The other organization waits');
  const waited = Date.now() - before;
  // One after the other it would have come after all of the crowd.
  const open = await rig.executions.listOpen(MANY);
  expect(open.length).toBeGreaterThan(MANY / 2);
  expect(waited).toBeLessThan(10_000);
}, 600_000);
