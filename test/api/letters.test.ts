import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPostman } from '../../api/postman';
import { sendLetter } from '../../api/send-letter';
import { createSweeper } from '../../api/sweeper';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { LETTERS_A_SIGNAL, type NewLetter } from '../../contracts/letters';
import { Problem } from '../../contracts/problem';
import { createTestDependencies } from './harness/start-api';

const root = { id: 'w', type: 'tool' as const, tool: 'count_words' };

let folder: string;
let parts: Awaited<ReturnType<typeof createTestDependencies>>;
let postman: ReturnType<typeof createPostman>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-letters-'));
  parts = await createTestDependencies(folder);
  postman = createPostman(parts.dependencies);
  const { executions, engine } = parts.dependencies;
  const start = { executionId: 'x', organizationId: LOCAL_ORGANIZATION, workflowId: null, name: 'x' };
  await executions.putStart({
    ...start,
    workflowRevision: null,
    plan: { root: { ...root, arguments: {} }, agents: {} },
    input: null,
    startedAt: new Date().toISOString(),
  });
  await executions.listStarted(LOCAL_ORGANIZATION, 'x');
  engine.workflows.set('x', { ...start, root, status: 'running', cancels: 0 });
});
afterEach(async () => {
  await parts.close();
  await rm(folder, { recursive: true });
});

const event = (id: string): NewLetter => ({ id, kind: 'event', about: 'paid' });
const send = (letter: NewLetter, id = 'x') => sendLetter({ ...parts.dependencies, postman }, LOCAL_ORGANIZATION, id, letter);
const signalled = () => parts.dependencies.engine.signals.map(({ letters }) => letters.map(({ id }) => id));
const undelivered = () => parts.dependencies.executions.listUndelivered(LOCAL_ORGANIZATION, 'x', 10);
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof Problem ? error.code : error),
  );

it('delivers a letter, once', async () => {
  expect(await send(event('l1'))).toEqual({ number: 1, id: 'l1', kind: 'event', about: 'paid' });
  expect(await send(event('l1'))).toMatchObject({ number: 1 });
  expect(signalled()).toEqual([['l1']]);
  expect(await undelivered()).toEqual([]);
});

it('delivers many that come at once in few signals, in their order', async () => {
  await Promise.all(Array.from({ length: 250 }, (_, n) => send(event(`l${n}`))));
  const ids = signalled();
  const { engine } = parts.dependencies;
  expect(engine.signals.flatMap(({ letters }) => letters.map(({ number }) => number))).toEqual(
    Array.from({ length: 250 }, (_, n) => n + 1),
  );
  expect(ids.length).toBeLessThan(10);
  expect(Math.max(...ids.map(({ length }) => length))).toBeLessThanOrEqual(LETTERS_A_SIGNAL);
});

it('delivers what is long in signals of bounded size, each letter once, in their order', async () => {
  const { engine, executions } = parts.dependencies;
  const about = 'chat/'.repeat(300);
  const letters = Array.from({ length: 120 }, (_, n) => ({ ...event(`l${n}`), about }));
  for (const letter of letters) await executions.putLetter(LOCAL_ORGANIZATION, 'x', letter);
  await postman.send(LOCAL_ORGANIZATION, 'x');
  expect(signalled().flat()).toEqual(letters.map(({ id }) => id));
  for (const signal of engine.signals) expect(Buffer.byteLength(JSON.stringify(signal.letters))).toBeLessThan(64 * 1024);
  expect(await undelivered()).toEqual([]);
});

it('accepts while the engine is away; the sweeper delivers, before any later one', async () => {
  const { engine, logger } = parts.dependencies;
  engine.away = true;
  expect(await send(event('l1'))).toMatchObject({ number: 1 });
  expect(logger.lines).toContainEqual(expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ executionId: 'x' }) }));
  engine.away = false;
  await createSweeper(parts.dependencies).sweep();
  expect(signalled()).toEqual([['l1']]);
  engine.away = true;
  await send(event('l2'));
  engine.away = false;
  await send(event('l3'));
  expect(signalled()).toEqual([['l1'], ['l2', 'l3']]);
});

it('what an API wrote before it died is delivered by the sweeper, and not again', async () => {
  await parts.dependencies.executions.putLetter(LOCAL_ORGANIZATION, 'x', event('l1'));
  const sweeper = createSweeper(parts.dependencies);
  await sweeper.sweep();
  await sweeper.sweep();
  expect(signalled()).toEqual([['l1']]);
});

it('a signal that arrived while its sender saw an error is sent again, which the workflow does not mind', async () => {
  const { engine } = parts.dependencies;
  const deliver = engine.deliver;
  engine.deliver = async (...delivery) => {
    await deliver(...delivery);
    throw new Error('broken');
  };
  await send(event('l1'));
  engine.deliver = deliver;
  await send(event('l2'));
  expect(signalled()).toEqual([['l1'], ['l1', 'l2']]);
});

it('a request does not wait for an engine that does not answer', async () => {
  const { engine } = parts.dependencies;
  engine.deliver = () => new Promise(() => undefined);
  const before = performance.now();
  await Promise.all([send(event('l1')), send(event('l2'))]);
  expect(performance.now() - before).toBeLessThan(4_000);
  expect(await undelivered()).toHaveLength(2);
});

it('keeps a letter for a workflow that Temporal does not know yet, and drops it with one that has closed', async () => {
  const { engine } = parts.dependencies;
  const workflow = engine.workflows.get('x');
  if (workflow === undefined) throw new Error('unreachable');
  engine.workflows.delete('x');
  await send(event('l1'));
  expect(await undelivered()).toHaveLength(1);
  engine.workflows.set('x', { ...workflow, status: 'completed' });
  await send(event('l2'));
  expect(await undelivered()).toEqual([]);
  expect(signalled()).toEqual([]);
});

it('refuses what nobody would ever read', async () => {
  const { executions } = parts.dependencies;
  expect(await refusal(send(event('l1'), 'nobody'))).toBe('not_found');
  await executions.close(LOCAL_ORGANIZATION, 'x', [], { status: 'cancelled' });
  expect(await refusal(send(event('l1')))).toBe('execution_ended');
  executions.putLetter = () => Promise.resolve('full');
  expect(await refusal(send(event('l1')))).toBe('too_many_letters');
});
