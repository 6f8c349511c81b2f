import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSweeper } from '../../api/sweeper';
import type { Budget } from '../../contracts/budget';
import type { Execution } from '../../contracts/entities';
import { type EngineExecution, type EngineProblem, EngineUnavailable } from '../../contracts/ports/engine';
import { createTestDependencies } from './harness/start-api';

const ORGANIZATION = 'local';
const LONG_AGO = new Date(Date.now() - 120_000).toISOString();

let folder: string;
let parts: Awaited<ReturnType<typeof createTestDependencies>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-sweeper-'));
  parts = await createTestDependencies(folder);
});
afterEach(async () => {
  await parts.close();
  await rm(folder, { recursive: true });
});

/** A start record; `engine` is what Temporal knows of it, and null nothing. */
async function putStart(
  id: string,
  engine: EngineExecution['status'] | null,
  options: { listed?: boolean; startedAt?: string; parent?: Execution['parent']; budget?: Budget; compensate?: true; own?: true } = {},
) {
  const { executions, engine: fake } = parts.dependencies;
  const tool = (id: string) => ({ id, type: 'tool' as const, tool: 'count_words', arguments: {} });
  const root = { ...tool('a'), ...(options.compensate && { compensate: tool('b') }) };
  await executions.putStart({
    executionId: id,
    organizationId: ORGANIZATION,
    workflowId: options.own ? null : 'wf_x',
    workflowRevision: options.own ? null : 1,
    name: id,
    plan: { root, agents: {} },
    input: null,
    startedAt: options.startedAt ?? LONG_AGO,
    ...(options.parent && { parent: options.parent }),
    ...(options.budget && { budget: options.budget }),
  });
  if (options.listed !== false) await executions.listStarted(ORGANIZATION, id);
  if (engine === null) return;
  fake.workflows.set(id, { ...fakeWorkflow(id), status: engine });
}

/** What Temporal knows of an execution. */
function fakeWorkflow(id: string) {
  const root = { id: 'a', type: 'tool' as const, tool: 'count_words' };
  return { executionId: id, organizationId: ORGANIZATION, workflowId: null, name: id, root, cancels: 0 };
}

const row = (id: string) => parts.dependencies.executions.get(ORGANIZATION, id);
const sweep = () => createSweeper(parts.dependencies).sweep();
const sweepLater = (milliseconds: number) =>
  createSweeper(parts.dependencies, { intervalMs: 1_000_000, now: () => Date.now() + milliseconds }).sweep();

it.each<[EngineExecution['status'], string, string | null]>([
  ['terminated', 'failed', 'terminated'],
  ['timedOut', 'timed_out', 'timed_out'],
  ['failed', 'failed', 'workflow_failed'],
  ['cancelled', 'cancelled', null],
  ['completed', 'completed', null],
])('closes the row of a workflow that is %s as %s, with its terminal event', async (engine, status, code) => {
  await putStart('x', engine);
  await sweep();
  expect(await row('x')).toMatchObject({ status, error: code === null ? null : { code } });
  const feed = await parts.dependencies.executions.readEvents(ORGANIZATION, 'x', 0, 10);
  expect(feed).toMatchObject({ ended: true });
  expect(feed?.items.at(-1)).toMatchObject({ type: 'executionEnded', status });
});

it('tells the parent of an execution that could not tell its end, once, if the parent still runs', async () => {
  const { engine } = parts.dependencies;
  await putStart('parent', 'running');
  await putStart('closed', 'terminated');
  await putStart('child', 'terminated', { parent: { executionId: 'parent', stepPath: 'all/w' } });
  await putStart('orphan', 'terminated', { parent: { executionId: 'closed', stepPath: 'all/w' } });
  await sweep();
  await sweep();
  expect(await row('orphan')).toMatchObject({ status: 'failed' });
  expect(engine.endedChildren).toEqual([{ parentId: 'parent', ended: { stepPath: 'all/w', executionId: 'child' } }]);
});

it.each<EngineExecution['status']>(['running', 'continuedAsNew'])('leaves a row whose workflow is %s', async (engine) => {
  await putStart('x', engine);
  await sweep();
  expect(await row('x')).toMatchObject({ status: 'queued' });
});

it('never changes a row that has ended', async () => {
  await putStart('x', 'terminated');
  await parts.dependencies.executions.close(ORGANIZATION, 'x', [], { status: 'cancelled' });
  const before = await row('x');
  parts.dependencies.engine.workflows.delete('x');
  await sweep();
  expect(await row('x')).toEqual(before);
});

it('lists a start that Temporal knows, and no other', async () => {
  await putStart('known', 'running', { listed: false });
  await putStart('unknown', null, { listed: false });
  await putStart('young', 'running', { listed: false, startedAt: new Date().toISOString() });
  await sweep();
  expect(await row('known')).toMatchObject({ status: 'queued' });
  expect(await row('unknown')).toBeNull();
  expect(await row('young')).toBeNull();
});

it('lists a start whose workflow has closed, and closes it at once', async () => {
  await putStart('x', 'terminated', { listed: false });
  await sweep();
  expect(await row('x')).toMatchObject({ status: 'failed', error: { code: 'terminated' } });
});

it('gives up a row that Temporal does not know for more than a minute', async () => {
  await putStart('lost', null);
  await putStart('young', null, { startedAt: new Date().toISOString() });
  await sweep();
  expect(await row('lost')).toMatchObject({ status: 'failed', error: { code: 'engine_lost' } });
  expect(await row('young')).toMatchObject({ status: 'queued' });
});

it('repeats a cancel that was asked for, while the workflow runs', async () => {
  await putStart('asked', 'running');
  await putStart('other', 'running');
  await parts.dependencies.executions.requestCancel(ORGANIZATION, 'asked');
  await sweep();
  expect(parts.dependencies.engine.workflows.get('asked')?.cancels).toBe(1);
  expect(parts.dependencies.engine.workflows.get('other')?.cancels).toBe(0);
});

describe('a cancel that does not end what it was asked for', () => {
  const parent = { executionId: 'whole', stepPath: 'all/w' };
  const workflow = (id: string) => parts.dependencies.engine.workflows.get(id);

  it('is told again, and after ten seconds ends it: parts before their wholes, but nothing that may have something to undo', async () => {
    await putStart('whole', 'running');
    await putStart('part', 'running', { parent });
    await putStart('undoes', 'running', { compensate: true });
    await putStart('own', 'running', { own: true });
    const asked = ['whole', 'undoes', 'own'];
    for (const id of asked) await parts.dependencies.executions.requestCancel(ORGANIZATION, id);
    await sweepLater(9_000);
    expect(['part', ...asked].map((id) => workflow(id)?.status)).toEqual(['running', 'running', 'running', 'running']);
    expect(workflow('part')?.cancels).toBeGreaterThan(0);

    await sweepLater(11_000);
    await sweepLater(11_000);
    expect(['part', ...asked].map((id) => workflow(id)?.status)).toEqual(['terminated', 'terminated', 'running', 'running']);
    expect(await row('whole')).toMatchObject({ status: 'cancelled', error: null });
    expect(await row('part')).toMatchObject({ status: 'cancelled', error: null });
    expect(await row('undoes')).toMatchObject({ status: 'queued' });
    expect(parts.dependencies.engine.endedChildren).toEqual([{ parentId: 'whole', ended: { stepPath: 'all/w', executionId: 'part' } }]);
  });

  it('is ended only once Temporal was told, so that its workflow cannot end otherwise', async () => {
    await putStart('x', 'running');
    await parts.dependencies.executions.requestCancel(ORGANIZATION, 'x');
    const cancel = jest.spyOn(parts.dependencies.engine, 'cancel').mockRejectedValue(new EngineUnavailable());
    await sweepLater(11_000);
    expect(await row('x')).toMatchObject({ status: 'queued' });
    cancel.mockRestore();
    await sweepLater(11_000);
    expect(await row('x')).toMatchObject({ status: 'cancelled' });
    expect(workflow('x')).toMatchObject({ status: 'terminated' });
  });

  it('leaves a whole whose part still undoes something', async () => {
    await putStart('whole', 'running');
    await putStart('part', 'running', { parent, compensate: true });
    await parts.dependencies.executions.requestCancel(ORGANIZATION, 'whole');
    await sweepLater(11_000);
    await sweepLater(11_000);
    expect(workflow('whole')?.status).toBe('running');
    await parts.dependencies.executions.close(ORGANIZATION, 'part', [], { status: 'cancelled' });
    await sweepLater(11_000);
    expect(await row('whole')).toMatchObject({ status: 'cancelled' });
  });
});

describe('what does not get on', () => {
  const problem = { code: 'workflow_task_failed', message: 'It cannot go on' } as const;
  const events = async (id: string) => (await parts.dependencies.executions.readEvents(ORGANIZATION, id, 0, 10))?.items ?? [];
  const setProblem = (id: string, set: EngineProblem | undefined) => {
    const workflow = parts.dependencies.engine.workflows.get(id);
    if (workflow !== undefined) workflow.problem = set;
  };

  it('needs attention, with the reason, and is again what it was when the engine finds nothing', async () => {
    await putStart('x', 'running');
    await parts.dependencies.executions.appendFacts(ORGANIZATION, 'x', [{ type: 'executionStarted' }]);
    setProblem('x', problem);
    await sweep();
    await sweep();
    expect(await row('x')).toMatchObject({ status: 'attention', attention: { ...problem, since: expect.any(String) }, error: null });
    expect(parts.dependencies.logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    setProblem('x', undefined);
    await sweep();
    expect(await row('x')).toMatchObject({ status: 'running' });
    expect(await row('x')).not.toHaveProperty('attention');
    expect((await events('x')).map(({ type }) => type)).toEqual(['executionStarted', 'attentionNeeded', 'attentionEnded']);
  });

  it('is ended ten seconds after it was cancelled, unless there may be something to undo', async () => {
    await putStart('stuck', 'running');
    await putStart('undoes', 'running', { compensate: true });
    for (const id of ['stuck', 'undoes']) setProblem(id, problem);
    for (const id of ['stuck', 'undoes']) await parts.dependencies.executions.requestCancel(ORGANIZATION, id);
    await sweep();
    expect(await row('stuck')).toMatchObject({ status: 'attention' });
    await sweepLater(11_000);
    const { workflows } = parts.dependencies.engine;
    expect(['stuck', 'undoes'].map((id) => workflows.get(id)?.status)).toEqual(['terminated', 'running']);
    expect(await row('stuck')).toMatchObject({ status: 'cancelled', error: null });
    expect(await row('undoes')).toMatchObject({ status: 'attention' });
    expect((await events('stuck')).at(-1)).toMatchObject({ type: 'executionEnded', status: 'cancelled' });
  });

  it('is terminated when its execution was cancelled and ended by an API that died before it could do so', async () => {
    const { executions, engine } = parts.dependencies;
    for (const id of ['cancelled', 'completed', 'own']) {
      await putStart(id, 'running', id === 'own' ? { own: true } : {});
      setProblem(id, problem);
      const status = id === 'completed' ? id : 'cancelled';
      if (status === 'cancelled') await executions.requestCancel(ORGANIZATION, id);
      await executions.close(ORGANIZATION, id, [], { status });
    }
    await sweep();
    expect(engine.workflows.get('cancelled')?.status).toBe('terminated');
    // Which is a defect that somebody must see.
    expect(engine.workflows.get('completed')?.status).toBe('running');
    expect(engine.workflows.get('own')?.status).toBe('running');
  });

  it('is ended when its workflow is terminated, and has no reason then', async () => {
    await putStart('x', 'running');
    setProblem('x', problem);
    await sweep();
    const workflow = parts.dependencies.engine.workflows.get('x');
    if (workflow !== undefined) Object.assign(workflow, { status: 'terminated', problem: undefined });
    await sweep();
    expect(await row('x')).toMatchObject({ status: 'failed', error: { code: 'terminated' } });
    expect(await row('x')).not.toHaveProperty('attention');
  });

  it('is found though there is no time for all that is open, which the next sweeps go on with', async () => {
    for (let index = 0; index < 6; index++) await putStart(`x${index}`, 'running');
    setProblem('x5', problem);
    const asked = jest.spyOn(parts.dependencies.engine, 'describe');
    const clock = jest.spyOn(performance, 'now');
    let time = 0;
    // Each look at the clock is four seconds later: time for two executions.
    clock.mockImplementation(() => (time += 4_000));
    const sweeper = createSweeper(parts.dependencies, { intervalMs: 1_000_000 });
    const sweepAsked = async () => {
      asked.mockClear();
      await sweeper.sweep();
      return asked.mock.calls.map(([id]) => id);
    };
    const first = await sweepAsked();
    expect(first[0]).toBe('x5');
    expect(await row('x5')).toMatchObject({ status: 'attention' });
    const walked = [first.slice(1)];
    while (walked.length < 6) walked.push((await sweepAsked()).slice(1));
    clock.mockRestore();
    expect(walked[0]).not.toContain('x5');
    expect(new Set(walked.flat())).toEqual(new Set(['x0', 'x1', 'x2', 'x3', 'x4', 'x5']));
  });
});

it('goes through all pages', async () => {
  for (let index = 0; index < 205; index++) await putStart(`x${index}`, 'terminated');
  await sweep();
  expect(await parts.dependencies.executions.listOpen(10)).toEqual([]);
});

it('changes nothing while the engine is away, says so once, and goes on when it is back', async () => {
  const { engine, logger } = parts.dependencies;
  await putStart('x', 'terminated');
  engine.away = true;
  const sweeper = createSweeper(parts.dependencies);
  await sweeper.sweep();
  await sweeper.sweep();
  expect(await row('x')).toMatchObject({ status: 'queued' });
  expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  engine.away = false;
  await sweeper.sweep();
  expect(await row('x')).toMatchObject({ status: 'failed' });
});

it('settles the others when one execution cannot be', async () => {
  await putStart('a', 'terminated');
  await putStart('b', 'terminated');
  const { executions, logger } = parts.dependencies;
  const close = executions.close;
  executions.close = (organization, id, ...rest) => (id === 'a' ? Promise.reject(new Error('broken')) : close(organization, id, ...rest));
  await sweep();
  expect(await row('b')).toMatchObject({ status: 'failed' });
  expect(logger.lines).toContainEqual(expect.objectContaining({ level: 'error', fields: expect.objectContaining({ executionId: 'a' }) }));
});

it('settles what is open, and deletes what is too old, though the engine cannot list what is stuck', async () => {
  await putStart('x', 'terminated');
  const { engine, idempotency, logger } = parts.dependencies;
  const purge = jest.spyOn(idempotency, 'purge');
  engine.listStuck = () => Promise.reject(new EngineUnavailable());
  await sweep();
  expect(await row('x')).toMatchObject({ status: 'failed' });
  expect(purge).toHaveBeenCalledTimes(1);
  expect(logger.lines).toContainEqual(expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ round: 'sweeper' }) }));
});

it('deletes old idempotency keys, even while the engine is away', async () => {
  const { idempotency, engine } = parts.dependencies;
  const purge = jest.spyOn(idempotency, 'purge');
  engine.away = true;
  await putStart('x', 'running');
  await sweep();
  expect(purge).toHaveBeenCalledTimes(1);
});

it('sweeps at the start and again and again, never two at once, until it is stopped', async () => {
  const { engine, executions } = parts.dependencies;
  await putStart('x', 'running');
  const sweeper = createSweeper(parts.dependencies, { intervalMs: 5 });
  const listOpen = jest.spyOn(executions, 'listOpen');
  sweeper.start();
  await Promise.all([sweeper.sweep(), sweeper.sweep(), sweeper.sweep()]);
  expect(listOpen).toHaveBeenCalledTimes(1);
  while (engine.describes < 3) await new Promise(setImmediate);
  await sweeper.stop();
  const after = engine.describes;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(engine.describes).toBe(after);
});

it('settles the others when the engine gives no answer about some', async () => {
  for (const id of ['a', 'b', 'c']) await putStart(id, 'terminated');
  const { engine, logger } = parts.dependencies;
  const describe = engine.describe;
  engine.describe = (id) => (id === 'a' ? Promise.reject(new EngineUnavailable()) : describe(id));
  await sweep();
  expect(await row('b')).toMatchObject({ status: 'failed' });
  expect(await row('c')).toMatchObject({ status: 'failed' });
  expect(logger.lines).toContainEqual(expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ executionId: 'a' }) }));
});

describe('letters that nobody delivered', () => {
  const COUNT = 60;
  /** More than are delivered at a time, and the first ones. */
  const SLOW = 25;
  const isSlow = (id: string) => Number(id.slice(1)) < SLOW;
  const delivered = () => parts.dependencies.engine.signals.map(({ executionId }) => executionId);

  async function putLetters(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, (_, index) => putStart(`x${index}`, 'running')));
    const letter = { id: 'l', kind: 'event', about: 'paid' } as const;
    const put = (index: number) => parts.dependencies.executions.putLetter(ORGANIZATION, `x${index}`, letter);
    await Promise.all(Array.from({ length: count }, (_, index) => put(index)));
  }

  it('are all delivered in one round, but for those that the engine is slow about, which are tried again', async () => {
    await putLetters(COUNT);
    const { engine } = parts.dependencies;
    const deliver = engine.deliver;
    engine.deliver = async (id, letters) => {
      if (!isSlow(id)) return deliver(id, letters);
      await new Promise((resolve) => setTimeout(resolve, 10));
      throw new EngineUnavailable();
    };
    const sweeper = createSweeper(parts.dependencies);
    await sweeper.sweep();
    expect(delivered()).toHaveLength(COUNT - SLOW);
    engine.deliver = deliver;
    await sweeper.sweep();
    expect(new Set(delivered()).size).toBe(COUNT);
    expect(delivered()).toHaveLength(COUNT);
  });

  it('wait neither for the engine to tell of all open executions nor for a sweep that fails', async () => {
    await putLetters(3);
    const { engine, executions } = parts.dependencies;
    const asked: (() => void)[] = [];
    engine.describe = () => new Promise((resolve) => asked.push(() => resolve({ status: 'running' })));
    const stuck = createSweeper(parts.dependencies, { intervalMs: 1_000_000 });
    stuck.start();
    while (delivered().length < 3) await new Promise(setImmediate);
    const stopped = stuck.stop();
    for (const answer of asked) answer();
    await stopped;
    await executions.putLetter(ORGANIZATION, 'x0', { id: 'next', kind: 'event', about: 'paid' });
    executions.listUnlisted = () => Promise.reject(new Error('broken'));
    const failing = createSweeper(parts.dependencies, { intervalMs: 5 });
    failing.start();
    while (delivered().length < 4) await new Promise(setImmediate);
    await failing.stop();
  });

  it('are taken over at once from a process that was killed while it delivered them', async () => {
    await putLetters(2);
    const killed = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const dead = await createTestDependencies(folder, `${killed.pid}:dead`);
    const { engine } = dead.dependencies;
    for (const [id, workflow] of parts.dependencies.engine.workflows) engine.workflows.set(id, workflow);
    let begun = 0;
    engine.deliver = () => new Promise(() => begun++);
    void createSweeper(dead.dependencies).sweep();
    while (begun < 2) await new Promise(setImmediate);
    await sweep();
    expect(delivered()).toEqual([]);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    await sweep();
    expect(delivered().sort()).toEqual(['x0', 'x1']);
    await dead.close();
  });

  it('are gone on with where an engine that was away ended the round', async () => {
    await putLetters(COUNT);
    const { engine } = parts.dependencies;
    const tried: string[] = [];
    engine.deliver = async (id) => {
      tried.push(id);
      throw new EngineUnavailable();
    };
    engine.isReachable = async () => false;
    const sweeper = createSweeper(parts.dependencies);
    await sweeper.sweep();
    await sweeper.sweep();
    expect(tried.length).toBeLessThan(COUNT);
    expect(new Set(tried).size).toBe(tried.length);
  });
});

it.each<[string, Budget, boolean]>([
  ['has come to its threshold, in a wait too', { time: '4m', warnAt: 0.4 }, true],
  ['is over, where that stops nothing but asks', { time: '1m', onExceeded: 'ask' }, true],
  ['has not come to its threshold', { time: '4m', warnAt: 0.9 }, false],
  ['ends the execution anyway', { time: '1m' }, false],
])('warns once of a time that %s: %j, %s', async (_, budget, warned) => {
  const { executions } = parts.dependencies;
  await putStart('x', 'running', { budget });
  await putStart('queued', 'running', { budget });
  await executions.appendFacts(ORGANIZATION, 'x', [{ type: 'executionStarted' }]);
  await sweep();
  await sweep();
  const feed = (await executions.readEvents(ORGANIZATION, 'x', 0, 10))?.items.map(({ type }) => type);
  expect(feed).toEqual(['executionStarted', ...(warned ? ['budgetWarning'] : [])]);
  expect((await executions.readEvents(ORGANIZATION, 'queued', 0, 10))?.items).toEqual([]);
});

describe('what is too old', () => {
  const DAY_MS = 24 * 60 * 60 * 1000;
  const sweepIn = (milliseconds: number) =>
    createSweeper(parts.dependencies, { retentionMs: 10 * DAY_MS, now: () => Date.now() + milliseconds }).sweep();
  const start = (id: string) => parts.dependencies.executions.getStart(ORGANIZATION, id);

  it('an ended execution is kept as long as the retention says, then it is deleted with all that belongs to it', async () => {
    await putStart('ended', 'completed');
    await putStart('open', 'running');
    await sweepIn(9 * DAY_MS);
    expect(await row('ended')).toMatchObject({ status: 'completed' });
    await sweepIn(11 * DAY_MS);
    expect(await row('ended')).toBeNull();
    expect(await start('ended')).toBeNull();
    expect(await row('open')).toMatchObject({ status: 'queued' });
  });

  it('is deleted also when Temporal has forgotten it', async () => {
    await putStart('ended', 'completed');
    await sweep();
    parts.dependencies.engine.workflows.delete('ended');
    await sweepIn(11 * DAY_MS);
    expect(await start('ended')).toBeNull();
  });

  it('an execution that was deleted before is removed, once its workflow has closed', async () => {
    const { executions, engine } = parts.dependencies;
    await putStart('closing', 'running');
    await executions.close(ORGANIZATION, 'closing', [], { status: 'completed' });
    await executions.delete(ORGANIZATION, 'closing');
    await sweep();
    expect(await start('closing')).not.toBeNull();
    const workflow = engine.workflows.get('closing');
    if (workflow !== undefined) workflow.status = 'completed';
    await sweep();
    expect(await start('closing')).toBeNull();
  });

  it('more of them than a page holds are deleted in one sweep', async () => {
    for (let index = 0; index < 205; index++) await putStart(`x${index}`, 'completed');
    await sweepIn(11 * DAY_MS);
    expect(await parts.dependencies.executions.list(ORGANIZATION, {}, { limit: 5 })).toEqual({ items: [] });
    expect(await parts.dependencies.executions.listDeleted(10)).toEqual([]);
  });

  it('a start that Temporal never knew is forgotten after a day, and not before', async () => {
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 60 * 60 * 1000).toISOString();
    await putStart('old', null, { listed: false, startedAt: hoursAgo(26) });
    await putStart('young', null, { listed: false, startedAt: hoursAgo(23) });
    await putStart('known', 'running', { listed: false, startedAt: hoursAgo(26) });
    await sweep();
    expect(await start('old')).toBeNull();
    expect(await start('young')).not.toBeNull();
    expect(await row('known')).toMatchObject({ status: 'queued' });
  });

  it('many starts that Temporal never knew do not keep the sweeper from one that it knows', async () => {
    for (let index = 0; index < 205; index++) await putStart(`x${index}`, null, { listed: false });
    await putStart('known', 'running', { listed: false, startedAt: new Date(Date.now() - 60_000).toISOString() });
    await sweep();
    expect(await row('known')).toMatchObject({ status: 'queued' });
  });
});

describe('beside another API process', () => {
  /** What another process over the same data is made of; its calls of the engine are counted apart. */
  let other: typeof parts;
  beforeEach(async () => {
    other = await createTestDependencies(folder, `${process.ppid}:other`);
  });
  afterEach(() => other.close());

  it('only one of the two sweeps, and the other takes over when that one has stopped', async () => {
    await putStart('x', 'running');
    other.dependencies.engine.workflows.set('x', { ...fakeWorkflow('x'), status: 'running' });
    const [first, second] = [parts, other].map(({ dependencies }) => createSweeper(dependencies, { intervalMs: 5 }));
    await first?.sweep();
    await second?.sweep();
    expect(parts.dependencies.engine.describes).toBe(1);
    expect(other.dependencies.engine.describes).toBe(0);
    second?.start();
    await first?.stop();
    while (other.dependencies.engine.describes === 0) await new Promise(setImmediate);
    await second?.stop();
    expect(parts.dependencies.engine.describes).toBe(1);
  });

  it('leaves the sweep, letters and cancels to the other while Temporal is away for it alone, also in its turn', async () => {
    await putStart('x', 'terminated');
    await putStart('y', 'running');
    for (const id of ['x', 'y'])
      other.dependencies.engine.workflows.set(id, { ...fakeWorkflow(id), status: id === 'x' ? 'terminated' : 'running' });
    await parts.dependencies.executions.putLetter(ORGANIZATION, 'y', { id: 'l', kind: 'event', about: 'paid' });
    parts.dependencies.engine.away = true;
    const [cutOff, sound] = [parts, other].map(({ dependencies }) => createSweeper(dependencies));
    await cutOff?.sweep();
    await sound?.sweep();
    expect(await row('x')).toMatchObject({ status: 'failed', error: { code: 'terminated' } });
    expect(other.dependencies.engine.signals).toMatchObject([{ executionId: 'y' }]);
    // The other has the lease now, and the log of the first says so.
    await cutOff?.sweep();
    const { lines } = parts.dependencies.logger;
    expect(lines.filter(({ level, fields }) => level === 'info' && 'held' in fields && !fields.held)).toHaveLength(2);
  });

  it('stops in the middle when the lease is gone', async () => {
    for (const id of ['a', 'b', 'c']) await putStart(id, 'running');
    const { leases } = parts.dependencies;
    jest.spyOn(leases, 'acquire').mockResolvedValueOnce(true).mockResolvedValue(false);
    const describe = jest.spyOn(parts.dependencies.engine, 'describe');
    const clock = jest.spyOn(performance, 'now');
    let time = 0;
    // Each look at the clock is five seconds later: the second execution finds that the lease is due.
    clock.mockImplementation(() => (time += 5_000));
    await createSweeper(parts.dependencies, { intervalMs: 10_000 }).sweep();
    clock.mockRestore();
    expect(describe.mock.calls.length).toBeLessThan(3);
  });
});
