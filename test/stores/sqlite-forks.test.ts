import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { RecordEdit } from '../../contracts/ports/fork-store';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import type { SqliteDatabase } from '../../stores/sqlite/open-database';
import { begin, commit, completed, message, ORGANIZATION, readEverything, startRecord } from '../suites/execution-builders';
import { createSqliteBench } from './sqlite-bench';

const TABLES = ['executions', 'starts', 'events', 'messages', 'attempts', 'artifacts'] as const;

interface Opened {
  database: SqliteDatabase;
  store: ExecutionStore;
}

let bench: Awaited<ReturnType<typeof createSqliteBench<Opened>>>;
let opened: Opened;

beforeEach(async () => {
  bench = await createSqliteBench((database, folder) => ({
    database,
    store: createSqliteExecutionStore(database, createFileBlobStore(join(folder, 'blobs'))),
  }));
  opened = await bench.open();
});
afterEach(() => bench.destroy());

/** Every byte that belongs to an execution: its rows as they are stored, and its blobs. */
async function dump(id: string): Promise<unknown> {
  const { database } = opened;
  const rows = await database.read(() =>
    TABLES.map((table) => {
      const key = table === 'executions' ? 'key' : 'execution';
      return database.statement<object>(`SELECT t.* FROM ${table} t JOIN executions e ON e.key = t.${key} WHERE e.id = ?`).all([id]);
    }),
  );
  const folder = join(bench.folder, 'blobs', 'executions');
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.startsWith(`${id}`));
  const blobs = files.filter((name) => statSync(join(folder, name)).isFile()).sort();
  return { rows, blobs: blobs.map((name) => [name, readFileSync(join(folder, name)).toString('base64')]) };
}

const long = 'x'.repeat(200_000);

/** Two agents in a row, the first with a tool whose result is long, and a file. */
async function putSource(id: string): Promise<void> {
  const { store } = opened;
  await store.putStart(startRecord(id));
  const of = { stepPath: 'row/a', callId: 'row/a:m1' };
  await store.beginAttempt(ORGANIZATION, id, begin({ ...of, messages: [message(0, 'question', { thread: 'row/a', role: 'user' })] }));
  const place = (index: number) => ({ thread: 'row/a', index });
  const asks = message(1, '', { thread: 'row/a', toolCalls: [{ id: 't', tool: 'read', arguments: {} }], callId: of.callId });
  await store.commitCall(
    ORGANIZATION,
    id,
    commit('', { ...of, messages: [asks], output: { message: place(1) }, digest: { finish: 'toolCalls' } }),
  );
  const tool = { callId: 'row/a:t1.1', stepPath: 'row/a', kind: 'tool' as const };
  await store.beginAttempt(ORGANIZATION, id, begin({ ...tool, tool: { tool: 'read', toolCallId: 't', arguments: {} } }));
  const artifact = { name: 'f.txt', bytes: Buffer.from('file'), mediaType: 'text/plain', callId: tool.callId };
  await store.putArtifact(ORGANIZATION, id, artifact);
  const gives = message(2, long, { thread: 'row/a', role: 'tool', toolCallId: 't', callId: tool.callId });
  const given = {
    messages: [gives],
    output: { message: place(2) },
    usage: undefined,
    tool: { tool: 'read', toolCallId: 't', result: long },
  };
  await store.commitCall(ORGANIZATION, id, commit('', { ...tool, ...given }));
  await store.beginAttempt(ORGANIZATION, id, begin({ ...of, callId: 'row/a:m2' }));
  const answers = message(3, `it says ${long}`, { thread: 'row/a', callId: 'row/a:m2' });
  await store.commitCall(ORGANIZATION, id, commit('', { ...of, callId: 'row/a:m2', messages: [answers], output: { message: place(3) } }));
  const facts = [completed('row/a', 'row/a:m2'), { type: 'superstepCommitted' as const, stepPath: 'row/a' }];
  const next = { stepPath: 'row/b', callId: 'row/b:m1' };
  await store.beginAttempt(ORGANIZATION, id, begin({ ...next, facts, messages: [message(0, 'next', { thread: 'row/b', role: 'user' })] }));
  await store.commitCall(
    ORGANIZATION,
    id,
    commit('done', { ...next, messages: [message(1, 'done', { thread: 'row/b' })], output: { message: { thread: 'row/b', index: 1 } } }),
  );
  await store.close(ORGANIZATION, id, [{ type: 'superstepCommitted', stepPath: 'row/b' }], { status: 'completed', output: 'row/b:m1' });
}

function fork(source: string, id: string, superstep: number, edits?: RecordEdit[]) {
  return opened.store.fork(startRecord(id, { forkedFrom: { executionId: source, superstep, kind: 'fork' } }), edits);
}

it('the source keeps every byte, whatever is forked, edited, deleted and forked again', async () => {
  await putSource('e1');
  const before = await dump('e1');
  await fork('e1', 'f1', 1);
  await fork('e1', 'f2', 1, [{ callId: 'row/a:t1.1', result: 'short', text: 'short' }]);
  await fork('e1', 'f3', 1, [{ message: { thread: 'row/a', index: 3 }, text: `other ${long}` }]);
  await fork('f1', 'g1', 1);
  for (const id of ['f1', 'f2', 'f3', 'g1']) await opened.store.listStarted(ORGANIZATION, id);
  for (const id of ['f2', 'f1']) {
    await opened.store.close(ORGANIZATION, id, [], { status: 'cancelled' });
    await opened.store.delete(ORGANIZATION, id);
    await opened.store.purge(ORGANIZATION, id);
  }
  expect(await dump('e1')).toEqual(before);
});

it('deleting the original keeps what its forks need, texts and files of any length', async () => {
  await putSource('e1');
  const original = await readEverything(opened.store, 'e1');
  await fork('e1', 'f1', 1);
  await fork('f1', 'g1', 1);
  for (const id of ['f1', 'g1']) await opened.store.listStarted(ORGANIZATION, id);
  await opened.store.close(ORGANIZATION, 'f1', [], { status: 'cancelled' });
  for (const id of ['e1', 'f1']) {
    await opened.store.delete(ORGANIZATION, id);
    await opened.store.purge(ORGANIZATION, id);
  }
  const { messages, feed } = await readEverything(opened.store, 'g1');
  const cut = original.feed.find(({ type }) => type === 'superstepCommitted')?.seq ?? 0;
  expect(messages).toEqual(original.messages.filter(({ seq }) => seq <= cut));
  expect(feed).toEqual(original.feed.filter(({ seq }) => seq <= cut).map((event) => ({ ...event, executionId: 'g1' })));
  const file = await opened.store.getArtifact(ORGANIZATION, 'g1', 'f.txt');
  expect(Buffer.from(file?.bytes ?? []).toString()).toBe('file');
  expect((await opened.store.getOutput(ORGANIZATION, 'g1', 'row/a:m2'))?.text).toBe(`it says ${long}`);
});

it('an edit cuts right behind itself, and a long text goes to the blob store and back', async () => {
  await putSource('e1');
  const other = `other ${long}`;
  await fork('e1', 'f1', 1, [{ callId: 'row/a:t1.1', result: other, text: other }]);
  await opened.store.listStarted(ORGANIZATION, 'f1');
  const { messages, feed } = await readEverything(opened.store, 'f1');
  expect(messages.map(({ index }) => index)).toEqual([0, 1, 2]);
  expect(messages[2]).toMatchObject({ text: other, editedFrom: 'e1' });
  expect(feed.map(({ seq }) => seq)).toEqual(feed.map((_, index) => index + 1));
  expect(feed.at(-1)).toMatchObject({ type: 'messageAdded' });
  const tape = new Map((await opened.store.readTape(ORGANIZATION, 'f1')).flat());
  expect([...tape.keys()].sort()).toEqual(['row/a:m1', 'row/a:t1.1']);
  expect(tape.get('row/a:t1.1')).toEqual({ ok: true });
});

it('an evaluation that brought the end of a superstep is not part of it', async () => {
  const { store } = opened;
  await store.putStart(startRecord('e1'));
  const facts = (index: number) => [{ type: 'superstepCommitted' as const, stepPath: `again/a#${index}` }];
  for (const index of [1, 2]) {
    const evaluation = { callId: `again:until${index}`, facts: facts(index), digest: { holds: false }, output: { text: '' } };
    await store.commitEvaluation(ORGANIZATION, 'e1', evaluation);
  }
  await fork('e1', 'f1', 2);
  expect((await store.readTape(ORGANIZATION, 'f1')).flat().map(([id]) => id)).toEqual(['again:until1']);
});

it('a fork of what an older version recorded has the same answers', async () => {
  await putSource('e1');
  const { database } = opened;
  await database.write(() => database.statement('UPDATE attempts SET seq = NULL').run([]));
  await fork('e1', 'f1', 1);
  const tape = (await opened.store.readTape(ORGANIZATION, 'f1')).flat().map(([id]) => id);
  expect(tape).toEqual(['row/a']);
  await fork('e1', 'f2', 1, [{ callId: 'row/a:t1.1', result: 1, text: '1' }]);
  expect(
    (await opened.store.readTape(ORGANIZATION, 'f2'))
      .flat()
      .map(([id]) => id)
      .sort(),
  ).toEqual(['row/a:m1', 'row/a:t1.1']);
});
