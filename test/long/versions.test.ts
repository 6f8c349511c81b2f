import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { createSweeper } from '../../api/sweeper';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { StepInput } from '../../contracts/steps';
import { createLogger } from '../../runtime/create-logger';
import { loadWorkflowBundle } from '../../runtime/load-workflow-bundle';
import { projectRoot } from '../../runtime/project-root';
import { createTemporalEngine } from '../../runtime/temporal-engine';
import { waitUntil } from '../../runtime/wait-until';
import { useBuild, useFirstBuild, type WorkerVersion } from '../../runtime/worker-versions';
import { checkOpen } from '../../scripts/check-open/check-open';
import { createEditedSources, type EditedSources } from '../harness/edited-sources';
import { createEngineRig, type EngineRig, type Run } from '../harness/engine-rig';
import { startTestTemporal, type TestTemporal } from '../harness/temporal-server';

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const row: StepInput = { id: 'row', type: 'sequential', steps: [a, { ...a, id: 'b' }] };

let server: TestTemporal;
let rig: EngineRig | undefined;
let edited: EditedSources | undefined;
beforeAll(async () => {
  server = await startTestTemporal();
});
afterAll(() => server?.stop());
afterEach(async () => {
  await rig?.close();
  edited?.remove();
  rig = undefined;
  edited = undefined;
});

async function createRig(options: { worker?: false } = {}): Promise<EngineRig> {
  // What a gate holds must not fail for that.
  rig = await createEngineRig({ temporal: server, timeouts: { firstByte: 600_000 }, ...options });
  await rig.agents({ name: 'A' });
  return rig;
}

const SEQUENCE = 'workflows/patterns/sequential.ts';
const BEGIN = 'let { input } = context;';

/** Our workflow code, but a sequence begins with a timer, which histories of sequences do not have. */
function editSequence(): EditedSources {
  edited = createEditedSources(
    SEQUENCE,
    ['export const', "import { sleep } from '@temporalio/workflow';\n\nexport const"],
    [BEGIN, `await sleep(1);\n${BEGIN}`],
  );
  return edited;
}

describe('check-open', () => {
  const held = { hold: { gate: 'open', at: 'beforeFirstByte' } } as const;

  async function startOpen(count: number, root: StepInput): Promise<Run[]> {
    const { start, model } = rig as EngineRig;
    const { requests } = model.counts();
    const runs = await Promise.all(Array.from({ length: count }, () => start(root)));
    await model.waitFor((counts) => counts.requests === requests + count);
    return runs;
  }

  /** Runs the command as people do. */
  function run(...args: string[]): Promise<{ code: number | null; lines: string[] }> {
    const { address, namespace } = server;
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(projectRoot(), 'scripts/check-open.ts'), address, '--namespace', namespace, ...args],
      { cwd: projectRoot() },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += String(bytes)));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, lines: output.trim().split('\n') })));
  }

  it('names, of 100 open executions, those that an incompatible build would break, and changes none', async () => {
    const { model, taskQueue } = await createRig();
    model.setBehaviour(held);
    const sequences = await startOpen(50, row);
    const agents = await startOpen(50, a);
    const { root } = editSequence();

    const same = await run('--task-queue', taskQueue);
    expect(same).toEqual({ code: 0, lines: [expect.stringMatching(/^100 open executions fit this build, 0 would break/)] });

    const other = await run('--task-queue', taskQueue, '--build', root);
    expect(other.code).toBe(1);
    expect(other.lines.pop()).toMatch(/^50 open executions fit this build, 50 would break, 0 could not be checked, 0 had nothing/);
    expect(other.lines.map((line) => /^would break: (\S+) \(sequential\): \[TMPRL1100\] Nondeterminism/.exec(line)?.[1]).sort()).toEqual(
      sequences.map(({ id }) => id).sort(),
    );
    const few = await run('--task-queue', taskQueue, '--build', root, '--limit', '10');
    expect(few.lines.at(-1)).toMatch(/^10 open executions fit this build, 0 would break/);

    model.setBehaviour({});
    model.release('open');
    for (const { finished } of [...sequences, ...agents]) expect((await finished()).execution.status).toBe('completed');
  }, 180_000);

  it('says which histories are too long to check, and passes over what has ended or not begun', async () => {
    const { model, client, taskQueue, startWorker } = await createRig({ worker: false });
    const notBegun = await (rig as EngineRig).start(a);
    const bundle = await loadWorkflowBundle();
    expect(await checkOpen({ client, taskQueue, bundle })).toEqual({ fitting: 0, skipped: 1, breaking: [], unchecked: [] });

    await startWorker();
    await notBegun.finished();
    model.setBehaviour(held);
    const open = await (rig as EngineRig).start(row);
    await model.waitFor((counts) => counts.open === 1);
    const tooLong = await checkOpen({ client, taskQueue, bundle, largestHistoryBytes: 10 });
    expect(tooLong).toMatchObject({
      fitting: 0,
      breaking: [],
      unchecked: [{ executionId: open.id, reason: expect.stringContaining('10') }],
    });

    // It ends between the list and the look.
    const getHandle = client.workflow.getHandle.bind(client.workflow);
    jest.spyOn(client.workflow, 'getHandle').mockImplementation((id, ...more) => {
      const handle = getHandle(id, ...more);
      return { ...handle, describe: () => handle.terminate().then(() => handle.describe()), fetchHistory: () => handle.fetchHistory() };
    });
    expect(await checkOpen({ client, taskQueue, bundle })).toEqual({ fitting: 1, skipped: 0, breaking: [], unchecked: [] });
    jest.restoreAllMocks();
    model.release('open');
  });

  it('says in one sentence what is wrong with its arguments or the server', async () => {
    expect(await run('more')).toMatchObject({ code: 2, lines: [expect.stringContaining('Write: npm run check-open')] });
    expect(await run('--limit', 'many')).toMatchObject({ code: 2, lines: [expect.stringContaining('Write: npm run check-open')] });
    expect(await run('--namespace', 'nowhere')).toMatchObject({ code: 2, lines: [expect.stringContaining('nowhere')] });
  });
});

it('an execution whose workflow code fails needs attention within a minute, with the reason, and goes on with a mended build', async () => {
  const { executions, client, taskQueue, model, startWorker, start } = await createRig({ worker: false });
  edited = createEditedSources(SEQUENCE, [BEGIN, `(undefined as unknown as () => void)();\n${BEGIN}`]);
  const broken = await startWorker({ workflowBundle: await loadWorkflowBundle(edited.root) });
  const sweeper = createSweeper(
    {
      executions,
      engine: createTemporalEngine(() => client, { taskQueue }),
      idempotency: { purge: async () => 0 },
      leases: { acquire: async () => true, release: async () => undefined },
      logger: createLogger({ name: 'sweeper', level: 'silent' }),
    },
    { intervalMs: 1_000 },
  );
  const run = await start({ id: 'all', type: 'sequential', steps: [a] });
  const began = Date.now();
  sweeper.start();
  const status = async (wanted: string) => (await executions.get(LOCAL_ORGANIZATION, run.id))?.status === wanted;
  await waitUntil(() => status('attention'), 60_000, 'It does not need attention', 200);
  expect(Date.now() - began).toBeLessThan(60_000);
  expect(await executions.get(LOCAL_ORGANIZATION, run.id)).toMatchObject({
    error: null,
    attention: { code: 'workflow_task_failed', message: expect.stringContaining('is not a function') },
  });

  model.setBehaviour({ hold: { gate: 'mended', at: 'beforeFirstByte' } });
  await broken.stop();
  await startWorker();
  await model.waitFor(({ held }) => held.mended === 1, 50_000);
  await waitUntil(() => status('running'), 20_000, 'It does not run again', 200);
  model.release('mended');
  const { execution, events } = await run.finished();
  await sweeper.stop();
  expect(execution).toMatchObject({ status: 'completed', error: null });
  const types = events.map(({ type }) => type);
  expect(types.filter((type) => type.startsWith('attention'))).toEqual(['attentionNeeded', 'attentionEnded']);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, position) => position + 1));
});

it('once a build is in use no partition of the task queue sends anything new to another', async () => {
  const { client, startWorker, taskQueue } = await createRig({ worker: false });
  const { namespace } = server;
  const version = (buildId: string) => ({ deploymentName: 'routed', buildId });
  const request = { namespace, taskQueueType: temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW };
  const current = async () => {
    const { workflowTaskQueuePartitions } = await client.workflowService.listTaskQueuePartitions({
      namespace,
      taskQueue: { name: taskQueue },
    });
    const names = (workflowTaskQueuePartitions ?? []).map(({ key }) => key);
    expect(names.length).toBeGreaterThan(1);
    return Promise.all(
      names.map(async (name) => {
        const { versioningInfo } = await client.workflowService.describeTaskQueue({ ...request, taskQueue: { name } });
        return versioningInfo?.currentDeploymentVersion?.buildId;
      }),
    );
  };
  for (const build of ['1', '2']) await startWorker({ version: version(build) });
  await waitUntil(() => useFirstBuild(client, namespace, version('1')), 30_000, 'Temporal does not know the build', 100);
  await waitUntil(() => isTaken(client, namespace, version('2')), 30_000, 'Temporal does not know the second build', 100);
  for (const build of ['1', '2', '1', '2', '1', '2']) {
    expect(await useBuild(client, namespace, version(build))).toBe(build === '1' ? '2' : '1');
    expect(new Set(await current())).toEqual(new Set([build]));
  }
});

/** False: Temporal does not know the build yet. */
function isTaken(client: EngineRig['client'], namespace: string, version: WorkerVersion): Promise<boolean> {
  return useBuild(client, namespace, version).then(
    () => true,
    () => false,
  );
}

it('two builds at once: what has begun stays with its build, across continue-as-new too, and what is new goes to the new one', async () => {
  const short = await startTestTemporal({ 'limit.historyCount.suggestContinueAsNew': '40' });
  try {
    rig = await createEngineRig({ temporal: short, worker: false });
    await rig.agents({ name: 'A' });
    const { client, model, startWorker, start } = rig;
    const version = (buildId: string) => ({ deploymentName: 'test', buildId });
    const buildsOf = async ({ id }: Run) => {
      const { raw } = await client.workflow.getHandle(id).describe();
      return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId;
    };

    const old = await startWorker({ version: version('1') });
    await waitUntil(() => useFirstBuild(client, short.namespace, version('1')), 30_000, 'Temporal does not know the build', 100);
    model.setBehaviour({ firstByteDelayMs: 120, hold: { gate: 'old', at: 'beforeFirstByte' } });
    const participants = ['x', 'y'].map((id) => ({ id, agent: 'A' }));
    const before = await start({ id: 'chat', type: 'groupChat', participants, maxRounds: 24 });
    const sequence = await start(row);
    await model.waitFor(({ held }) => held.old === 2);

    // The new build has other workflow code, which would break the sequence that has begun.
    await startWorker({ version: version('2'), workflowBundle: await loadWorkflowBundle(editSequence().root) });
    await waitUntil(() => isTaken(client, short.namespace, version('2')), 30_000, 'Temporal does not know the second build', 100);
    // The first is not made current again.
    expect(await useFirstBuild(client, short.namespace, version('1'))).toBe(true);
    model.setBehaviour({ firstByteDelayMs: 120 });
    model.release('old');
    const after = await start(row);

    expect((await after.finished()).execution.status).toBe('completed');
    expect(await buildsOf(after)).toBe('2');
    const { events = [] } = await after.handle.fetchHistory();
    expect(events?.some(({ timerStartedEventAttributes }) => timerStartedEventAttributes)).toBe(true);
    expect((await sequence.finished()).execution.status).toBe('completed');
    expect(await buildsOf(sequence)).toBe('1');
    expect((await before.finished()).execution).toMatchObject({ status: 'completed', usage: { calls: 24 } });
    expect(await buildsOf(before)).toBe('1');
    const { runId } = await before.handle.describe();
    expect(runId).not.toBe(before.firstRunId);
    await old.stop();
  } finally {
    await rig?.close();
    rig = undefined;
    await short.stop();
  }
});
