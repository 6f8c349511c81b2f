import type { Fact } from '../../contracts/plan';
import type { NewApproval } from '../../contracts/ports/approval-store';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { RecordEdit } from '../../contracts/ports/fork-store';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import { readAllPages } from '../suites/bench';
import { begin, commit, completed, message, ORGANIZATION, readEverything, readFeed, startRecord } from '../suites/execution-builders';
import { createSqliteBench } from './sqlite-bench';

let bench: Awaited<ReturnType<typeof createSqliteBench<ExecutionStore>>>;
let store: ExecutionStore;

beforeEach(async () => {
  bench = await createSqliteBench((database, folder) => createSqliteExecutionStore(database, createFileBlobStore(`${folder}/blobs`)));
  store = await bench.open();
  await store.putStart(startRecord('e1'));
  await store.appendFacts(ORGANIZATION, 'e1', [{ type: 'executionStarted' }]);
});
afterEach(() => bench.destroy());

const closed = (stepPath: string): Fact => ({ type: 'superstepCommitted', stepPath });
const facts = (...told: Fact[]) => store.appendFacts(ORGANIZATION, 'e1', told);
const ask = (id: string, changes: Partial<NewApproval> = {}) =>
  store.requestApproval(ORGANIZATION, 'e1', { id, kind: 'step', stepPath: `row/${id}`, prompt: 'May it?', assignees: [], ...changes }, []);
const yes = (id: string, comment = 'Fine') => store.decideApproval(ORGANIZATION, id, { decision: 'approve', by: 'ann', comment });
/** The step reads its answer and ends. */
async function take(id: string): Promise<void> {
  const stepPath = `row/${id}`;
  const output = { text: 'Fine', data: { decision: 'approve', by: 'ann', at: '2026-01-01T00:00:00.000Z' } };
  await store.commitEvaluation(ORGANIZATION, 'e1', { callId: `${stepPath}:output`, facts: [], digest: {}, output });
  await facts({ ...completed(stepPath, `${stepPath}:output`), stepType: 'approval' } as Fact, closed(stepPath));
}
async function fork(id: string, superstep: number, { edits, source = 'e1' }: { edits?: RecordEdit[]; source?: string } = {}) {
  const made = await store.fork(startRecord(id, { forkedFrom: { executionId: source, superstep, kind: 'fork' } }), edits);
  await store.listStarted(ORGANIZATION, id);
  return made;
}
async function retry(id: string): Promise<void> {
  await store.fork(startRecord(id, { forkedFrom: { executionId: 'e1', superstep: 0, kind: 'retry' } }));
  await store.listStarted(ORGANIZATION, id);
}
const approvalsOf = (executionId: string) => readAllPages((page) => store.listApprovals(ORGANIZATION, { executionId }, page), 3);
const typesOf = async (id: string) => (await readFeed(store, id)).map(({ type }) => type);
const tapeOf = async (id: string) => Object.fromEntries((await store.readTape(ORGANIZATION, id)).flat());
const idsIn = async (id: string) => [
  ...new Set((await readFeed(store, id)).flatMap((event) => ('approvalId' in event ? [event.approvalId] : []))),
];

describe('what people were asked, in a fork', () => {
  it('is as decided as it was at the cut, under an id of its own, whatever becomes of the original', async () => {
    const long = 'x'.repeat(200_000);
    await ask('a', { prompt: long });
    await yes('a', long.slice(0, 100_000));
    await take('a');
    const original = await readEverything(store, 'e1');
    const [before] = await approvalsOf('e1');
    await fork('f1', 1);
    await fork('g1', 1, { source: 'f1' });
    expect(await readEverything(store, 'e1')).toEqual(original);
    for (const id of ['e1', 'f1']) {
      await store.close(ORGANIZATION, id, [], { status: 'cancelled' });
      await store.delete(ORGANIZATION, id);
      await store.purge(ORGANIZATION, id);
    }
    const [copy, ...others] = await approvalsOf('g1');
    expect(others).toEqual([]);
    expect(copy).toEqual({ ...before, id: expect.stringMatching(/^apr_/), executionId: 'g1' });
    expect(await idsIn('g1')).toEqual([copy?.id]);
    expect(await store.getApproval(ORGANIZATION, copy?.id ?? '')).toEqual(copy);
    expect(await store.decideApproval(ORGANIZATION, copy?.id ?? '', { decision: 'reject', by: 'bob' })).toMatchObject({ outcome: 'lost' });
  });

  it('is not told where it was open at the cut, though it was decided later: the fork asks anew', async () => {
    await ask('a');
    await ask('b');
    await facts({ type: 'executionWaiting', number: 1 });
    await yes('a');
    await take('a');
    await yes('b');
    await take('b');
    await fork('f1', 1);
    expect(await approvalsOf('f1')).toMatchObject([{ stepPath: 'row/a', status: 'approved' }]);
    const feed = await readFeed(store, 'f1');
    expect(feed.map(({ seq }) => seq)).toEqual(feed.map((_, index) => index + 1));
    expect(feed.filter((event) => event.type === 'approvalRequested')).toHaveLength(1);
    expect(Object.keys(await tapeOf('f1'))).toEqual(['row/a']);
    expect(await store.getLastSuperstep(ORGANIZATION, 'f1')).toBe(1);
    // It asks as its workflow does, is waited for and decided, and everything is told.
    const asked = { kind: 'step' as const, stepPath: 'row/b', prompt: 'May it?', assignees: [] };
    await store.requestApproval(ORGANIZATION, 'f1', { ...asked, id: 'anew' }, []);
    for (const number of [1, 2]) await store.appendFacts(ORGANIZATION, 'f1', [{ type: 'executionWaiting', number }]);
    expect(await store.get(ORGANIZATION, 'f1')).toMatchObject({ status: 'waiting' });
    await yes('anew');
    expect(await typesOf('f1')).toEqual([...feed.map(({ type }) => type), 'approvalRequested', 'statusChanged', 'approvalDecided']);
    expect((await approvalsOf('e1')).map(({ status }) => status)).toEqual(['approved', 'approved']);
  });

  it('is not asked again when it was decided and nothing had come of it yet', async () => {
    await ask('a');
    await ask('t', { kind: 'tool', stepPath: 'row/agent', callId: 'row/agent:t1.1', tool: 'send', arguments: {}, argumentsHash: 'hash' });
    await ask('budget', { kind: 'budget', stepPath: 'row/agent', arguments: { budgetOf: 'other' } });
    for (const id of ['a', 't', 'budget']) await store.decideApproval(ORGANIZATION, id, { decision: 'approve', by: 'ann' });
    await facts(closed('row/other'));
    await fork('f1', 1);
    const [budget, tool, step] = await approvalsOf('f1');
    expect([budget?.kind, tool?.kind, step?.kind]).toEqual(['budget', 'tool', 'step']);
    expect(await tapeOf('f1')).toEqual({
      'row/a:request': { approvalId: step?.id },
      'row/a:request.settled': true,
      'row/agent:t1.1.approval': { approvalId: tool?.id },
      'row/agent:t1.1.approval.settled': true,
    });
  });

  it('says what an edit answers, also where a deadline had answered', async () => {
    await ask('a', { timeoutMs: 0, onTimeout: 'approve' });
    await store.expireApproval(ORGANIZATION, 'a', []);
    await take('a');
    const data = { decision: 'reject' as const, by: 'edit', at: '2026-02-02T00:00:00.000Z' };
    await fork('f1', 1, { edits: [{ answerOf: 'row/a', text: 'No', data }] });
    expect(await approvalsOf('f1')).toMatchObject([{ status: 'rejected', decision: { ...data, comment: 'No' } }]);
    expect((await readFeed(store, 'f1')).find(({ type }) => type === 'approvalDecided')).toMatchObject({ decision: 'reject', by: 'edit' });
    expect(await typesOf('f1')).not.toContain('approvalExpired');
    expect(await approvalsOf('e1')).toMatchObject([{ status: 'approved', decision: { by: 'timeout' } }]);
  });

  it('is asked again by a retry of what ended without an answer, and the feed does not say that it waits', async () => {
    await ask('decided');
    await yes('decided');
    await ask('open');
    await ask('late', { onTimeout: 'fail' });
    await facts({ type: 'executionWaiting', number: 1 });
    await store.expireApproval(ORGANIZATION, 'late', []);
    const error = { code: 'approval_expired', message: 'late', stepPath: 'row/late' };
    const ended: Fact[] = [
      { type: 'stepFailed', stepPath: 'row/late', stepType: 'approval', error },
      { type: 'approvalCancelled', stepPath: 'row/open', approvalId: 'open' },
      { type: 'stepCancelled', stepPath: 'row/open', stepType: 'approval' },
    ];
    await store.close(ORGANIZATION, 'e1', ended, { status: 'failed', error });
    await retry('f1');
    expect(await approvalsOf('f1')).toMatchObject([{ stepPath: 'row/decided', status: 'approved' }]);
    expect(await typesOf('f1')).toEqual(['executionStarted', 'approvalRequested', 'approvalDecided', 'statusChanged', 'statusChanged']);
    expect((await readFeed(store, 'f1')).at(-1)).toMatchObject({ status: 'running' });
    expect(Object.keys(await tapeOf('f1'))).toEqual(['row/decided:request', 'row/decided:request.settled']);
  });

  it('is kept where its step ended without an answer, and something else went on', async () => {
    await ask('late', { onTimeout: 'fail' });
    await store.expireApproval(ORGANIZATION, 'late', []);
    const error = { code: 'approval_expired', message: 'late', stepPath: 'row/late' };
    await facts({ type: 'stepFailed', stepPath: 'row/late', stepType: 'approval', error }, closed('row/next'));
    await fork('f1', 1);
    expect(await approvalsOf('f1')).toMatchObject([{ stepPath: 'row/late', status: 'expired', decision: null }]);
    expect(await tapeOf('f1')).toEqual({ 'row/late': { failed: error } });
  });
});

describe('what was sent, in a fork', () => {
  const send = (id: string, kind: 'event' | 'message' | 'decision', content: object = {}) =>
    store.putLetter(ORGANIZATION, 'e1', { id, kind, about: kind === 'event' ? 'go' : 'chat', content: content as never });
  const undelivered = async (id: string) => (await store.listUndelivered(ORGANIZATION, id, 10)).map((letter) => letter.id);

  it('is delivered when it had come by the cut and nobody had taken it, and else not', async () => {
    const long = 'x'.repeat(200_000);
    for (const id of ['first', 'second']) await send(id, 'event', { payload: id === 'second' ? long : id });
    await store.appendFacts(ORGANIZATION, 'e1', [{ type: 'stepStarted', stepPath: 'chat', stepType: 'groupChat' }]);
    await send('said', 'message', { text: 'hello' });
    await send('early', 'message', { text: 'later' });
    await store.commitEvaluation(ORGANIZATION, 'e1', { callId: 'wait:output', facts: [], digest: {}, output: { text: '' }, letter: 1 });
    await store.beginAttempt(ORGANIZATION, 'e1', begin({ callId: 'chat:m1', letters: [3], messages: [message(0, 'hello')] }));
    await store.commitCall(ORGANIZATION, 'e1', commit('yes', { callId: 'chat:m1' }, 1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await facts(closed('chat'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await send('after', 'event');
    await store.beginAttempt(ORGANIZATION, 'e1', begin({ callId: 'chat:m2', letters: [4], messages: [message(2, 'later')] }));
    await fork('f1', 1);
    expect(await undelivered('f1')).toEqual(['second', 'early']);
    expect(await store.readLetter(ORGANIZATION, 'f1', 1)).toEqual({ payload: long });
    await fork('f2', 0);
    expect(await undelivered('f2')).toEqual([]);
    await store.close(ORGANIZATION, 'e1', [], { status: 'cancelled' });
    await retry('f3');
    expect(await undelivered('f3')).toEqual(['second', 'after']);
  });
});
