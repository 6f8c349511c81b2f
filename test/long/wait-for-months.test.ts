import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DEFAULT_NAMESPACE, LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import { createEngineRig, type EngineRig, type Run } from '../harness/engine-rig';
import { startTimeSkippingServer } from '../harness/time-skipping-server';

const DAY_MS = 24 * 60 * 60 * 1000;

let server: TestWorkflowEnvironment;
let rig: EngineRig;

beforeAll(async () => {
  server = await startTimeSkippingServer();
  rig = await createEngineRig({ temporal: { address: server.address, namespace: DEFAULT_NAMESPACE } });
  await rig.agents({ name: 'A' });
}, 400_000);
afterAll(async () => {
  await rig?.close();
  await server?.teardown();
});

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const paid = { id: 'pay', type: 'wait', event: 'paid', timeout: '300d' } as const;
const root: StepInput = { id: 'row', type: 'sequential', steps: [{ id: 'rest', type: 'wait', for: '60d' }, a, paid] };

const untilWaiting = (run: Run, path: string) =>
  waitUntil(
    async () => {
      const begun = (await run.feed()).some((event) => event.type === 'waitStarted' && event.stepPath === path);
      return begun && (await rig.executions.get(LOCAL_ORGANIZATION, run.id))?.status === 'waiting';
    },
    30_000,
    `${path} does not wait`,
  );
const daysSince = async (begin: number) => ((await server.currentTimeMs()) - begin) / DAY_MS;

it('waits for 60 days, then for an event that comes after 100 more', async () => {
  const begin = await server.currentTimeMs();
  const run = await rig.start(root);
  await untilWaiting(run, 'row/rest');
  await server.sleep('59 days');
  expect(await rig.executions.get(LOCAL_ORGANIZATION, run.id)).toMatchObject({ status: 'waiting', usage: { calls: 0 } });
  await server.sleep('2 days');
  await untilWaiting(run, 'row/pay');
  await server.sleep('100 days');
  expect(await rig.executions.get(LOCAL_ORGANIZATION, run.id)).toMatchObject({ status: 'waiting', usage: { calls: 1 } });
  await rig.send(run, { kind: 'event', about: 'paid', content: { text: 'at last' } });
  const { execution, requests } = await run.finished();
  expect(execution).toMatchObject({ status: 'completed', output: { text: 'at last' } });
  expect(requests).toEqual({ 'row/a:m1': 1 });
  expect(await daysSince(begin)).toBeGreaterThanOrEqual(161);
  expect(await daysSince(begin)).toBeLessThan(300);
});

it('gives up an event after 300 days', async () => {
  const run = await rig.start(root);
  await untilWaiting(run, 'row/rest');
  await server.sleep('61 days');
  await untilWaiting(run, 'row/pay');
  await server.sleep('299 days');
  expect(await rig.executions.get(LOCAL_ORGANIZATION, run.id)).toMatchObject({ status: 'waiting' });
  await server.sleep('2 days');
  const { execution } = await run.finished();
  expect(execution).toMatchObject({ status: 'failed', error: { code: 'step_timeout', stepPath: 'row/pay' }, usage: { calls: 1 } });
});
