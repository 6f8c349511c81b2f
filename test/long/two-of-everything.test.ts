import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Libsql from 'libsql';
import { type Client, createClient, type FeedEvent, type Workflow } from '../../client';
import { waitUntil } from '../../runtime/wait-until';
import { type ExtraProcess, startExtraApi, startExtraWorker } from '../harness/extra-processes';
import { type ProductScene, startProductScene } from '../product/product-scene';
import { readEvents, readPages } from '../product/read-execution';

jest.setTimeout(180_000);

const ANSWER = 'one two three four five six';
const CALL = 'row/one:m1';

let scene: ProductScene;
let api: ExtraProcess & { url: string };
let worker: ExtraProcess;
let other: Client;
let row: Workflow;
/** Ends those who watch through an API that does not come back. */
const over = new AbortController();

const env = () => ({ OPENAI_BASE_URL: scene.fake.url, STUDIO_LOG_LEVEL: 'info', STUDIO_SWEEP_INTERVAL: '500ms' });

async function startExtras(): Promise<void> {
  const { dataFolder } = scene.studio;
  [api, worker] = await Promise.all([startExtraApi(dataFolder, env()), startExtraWorker(dataFolder, env())]);
  other = createClient({ url: api.url });
}

beforeAll(async () => {
  scene = await startProductScene({
    env: { STUDIO_LOG_LEVEL: 'info', STUDIO_SWEEP_INTERVAL: '500ms', STUDIO_HEARTBEAT_TIMEOUT: '2s' },
  });
  await startExtras();
  row = await scene.createRow('Two of everything', ['one', 'two']);
});

afterAll(async () => {
  over.abort();
  await Promise.all([api?.end(), worker?.end()]);
  await scene?.end();
});

/** Starts an execution through one of the two APIs; its first call writes half of its answer and waits at the gate. */
async function executeToMidStream(client: Client, gate: string): Promise<string> {
  const { executionId } = await client.workflows.execute(row.id, gate);
  await scene.fake.waitFor(({ calls }) => calls[`${executionId}/${CALL}`]?.requests === 1);
  return executionId;
}

function holdAt(gate: string) {
  return scene.fake.setBehaviour([
    { when: { callIncludes: CALL, countAtMost: 1 }, behaviour: { text: ANSWER, hold: { gate, at: { pieces: 3 } } } },
    { when: {}, behaviour: { text: ANSWER } },
  ]);
}

/** The process id of the worker that makes the execution's call now; undefined while none does. */
async function findWorker(executionId: string): Promise<number | undefined> {
  const { raw } = await scene.temporal.client.workflow.getHandle(executionId).describe();
  const identity = raw.pendingActivities?.[0]?.lastWorkerIdentity ?? '';
  return /^worker-\d+$/.test(identity) ? Number(identity.slice('worker-'.length)) : undefined;
}

/** Starts executions, by turns through both APIs, until each of the two workers makes the call of one. */
async function executeOnBothWorkers(gate: string): Promise<Record<'studio' | 'extra', string>> {
  await holdAt(gate);
  const found = new Map<number, string>();
  const workers = [scene.studio.run().worker?.pid ?? 0, worker.pid] as const;
  for (let started = 0; started < 40 && !workers.every((pid) => found.has(pid)); started++) {
    const executionId = await executeToMidStream([scene.client, other][started % 2] as Client, gate);
    const isFound = async () => {
      const pid = await findWorker(executionId);
      if (pid !== undefined) found.set(pid, executionId);
      return pid !== undefined;
    };
    await waitUntil(isFound, 20_000, 'No worker makes the call');
  }
  const [studio, extra] = workers.map((pid) => found.get(pid));
  if (studio === undefined || extra === undefined) throw new Error(`Only one of the workers ${workers} got work`);
  return { studio, extra };
}

/** Follows an execution through one client: its feed, and the text of its first call as it is written. */
function follow(client: Client, executionId: string) {
  const texts = new Map<string, string>();
  const events: FeedEvent[] = [];
  const run = async () => {
    for await (const item of client.executions.watch(executionId, { signal: over.signal })) {
      if (item.type === 'event') events.push(item.event);
      if (item.type !== 'delta') continue;
      const { callId, offset, text } = item.delta;
      texts.set(callId, (texts.get(callId) ?? '').slice(0, offset) + text);
    }
  };
  return { ended: run(), events, text: () => texts.get(CALL) ?? '' };
}

test('fifty simultaneous starts with one idempotency key, through both APIs, are one execution', async () => {
  await scene.fake.setBehaviour({});
  const single = await scene.createRow('Fifty starts on two APIs', ['one']);
  const command = { idempotencyKey: randomUUID() };
  const clients = [scene.studio.url, api.url].map((url) => createClient({ url, retry: { maxAttempts: 1 } }));
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => clients[n % 2]?.workflows.execute(single.id, 'hello', command)));

  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const executionId = answers[0]?.executionId ?? '';
  for (const client of clients) {
    const listed = await readPages((cursor) => client.executions.list({ workflowId: single.id, cursor }));
    expect(listed.map(({ id }) => id)).toEqual([executionId]);
  }
  await other.executions.result(executionId);
  const { calls } = await scene.check(executionId);
  expect(calls[CALL]).toMatchObject({ requests: 1, completed: 1 });
});

test('a client on each API sees the same feed and the same live text, whichever worker makes the call', async () => {
  const executions = await executeOnBothWorkers('both see it');
  const followed = Object.values(executions).map((id) => ({ id, here: follow(scene.client, id), there: follow(other, id) }));
  const seen = () => followed.flatMap(({ here, there }) => [here.text(), there.text()]);
  await waitUntil(() => seen().every((text) => text === 'one two three'), 20_000, 'Not everybody saw the text in flight');

  await scene.fake.release('both see it');
  for (const { id, here, there } of followed) {
    await Promise.all([here.ended, there.ended]);
    expect(here.text()).toBe(ANSWER);
    expect(there.text()).toBe(ANSWER);
    const feed = await readEvents(scene.client, id);
    expect(here.events).toEqual(feed);
    expect(there.events).toEqual(feed);
    await scene.check(id);
  }
});

/** Kills an API and a worker while the worker makes a call; who watches through the other API sees all of it go on. */
async function expectToGoOn(gate: string, part: 'studio' | 'extra', kill: () => Promise<unknown>): Promise<void> {
  const { [part]: executionId } = await executeOnBothWorkers(gate);
  const watched = [follow(scene.client, executionId), follow(other, executionId)] as const;
  await waitUntil(() => watched.every(({ text }) => text() === 'one two three'), 20_000, 'Not everybody saw the text in flight');
  await kill();
  await scene.fake.waitFor(({ calls }) => calls[`${executionId}/${CALL}`]?.requests === 2);

  const [here, there] = watched;
  await (part === 'studio' ? here : there).ended;
  await scene.fake.release(gate);
  const { execution, attempts, events } = await scene.check(executionId);
  expect(execution).toMatchObject({ status: 'completed', usage: { calls: 2, wastedCalls: 1 } });
  expect(attempts.map(({ status }) => status)).toEqual(['lost', 'succeeded', 'succeeded']);
  expect((part === 'studio' ? here : there).events).toEqual(events);
}

test("the Studio's worker and the extra API die in mid-stream: it goes on", async () => {
  await expectToGoOn('first pair', 'studio', () => Promise.all([scene.studio.kill('worker'), api.end()]));
  await worker.end();
  await scene.studio.waitForWorker();
  await startExtras();
});

test("the extra worker and the Studio's API die in mid-stream: it goes on", async () => {
  await expectToGoOn('second pair', 'extra', () => Promise.all([scene.studio.kill('api'), worker.end()]));
  await scene.studio.waitForApi();
  worker = await startExtraWorker(scene.studio.dataFolder, env());
});

/** The process id of the API that is the sweeper. */
function readSweeper(): number {
  const database = new Libsql(join(scene.studio.dataFolder, 'studio.db'), { readonly: true });
  try {
    const row = database.prepare("SELECT holder FROM leases WHERE name = 'sweeper'").get([]) as { holder: string } | undefined;
    return Number(row?.holder.split(':')[0]);
  } finally {
    database.close();
  }
}

test('exactly one API is the sweeper; when it stands still or ends, another takes over', async () => {
  await holdAt('swept');
  const closings = (executionId: string) =>
    [scene.studio.output(), api.output()].map(
      (output) => output.split('\n').filter((line) => line.includes(executionId) && line.includes('Closed an execution')).length,
    );
  /** An execution that is terminated behind our back, closed by whoever is the sweeper. */
  const expectSweptBy = async (sweeper: 'studio' | 'extra') => {
    const executionId = await executeToMidStream(scene.client, 'swept');
    await scene.temporal.client.workflow.getHandle(executionId).terminate('outside');
    expect(await other.executions.result(executionId)).toMatchObject({ status: 'failed', error: { code: 'terminated' } });
    await waitUntil(() => closings(executionId).some((count) => count > 0), 5_000, 'Nobody logged that it closed the execution');
    expect(closings(executionId)).toEqual(sweeper === 'studio' ? [1, 0] : [0, 1]);
  };
  const apiOfStudio = () => scene.studio.run().api?.pid ?? 0;
  expect([apiOfStudio(), api.pid]).toContain(readSweeper());

  if (readSweeper() === api.pid) {
    await api.end();
    await waitUntil(() => readSweeper() === apiOfStudio(), 20_000, "The Studio's API did not take over");
    api = await startExtraApi(scene.studio.dataFolder, env());
    other = createClient({ url: api.url });
  }
  await expectSweptBy('studio');

  // Stopped, not dead: the lease runs out.
  await scene.studio.freeze('api');
  await waitUntil(() => readSweeper() === api.pid, 30_000, 'The extra API did not take over');
  await scene.studio.kill('api', 'SIGCONT');
  await expectSweptBy('extra');
  await api.end('SIGTERM');
  await waitUntil(() => readSweeper() === apiOfStudio(), 20_000, "The Studio's API did not take the lease back");
});
