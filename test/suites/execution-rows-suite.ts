import type { ExecutionStatus } from '../../contracts/entities';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { ExecutionFilter } from '../../contracts/ports/row-store';
import { readAllPages, type StoreBench, type StoreBenchFactory } from './bench';
import { begin, commit, completed, ORGANIZATION, readFeed, startRecord } from './execution-builders';

const minute = (n: number): string => new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString();

/** Start records, rows and lists. */
export function describeRows(createBench: StoreBenchFactory<ExecutionStore>): void {
  describe('start and row', () => {
    let bench: StoreBench<ExecutionStore>;
    let store: ExecutionStore;
    beforeEach(async () => {
      bench = await createBench();
      store = await bench.open();
    });
    afterEach(() => bench.destroy());

    const start = async (id: string, n: number, workflowId: string | null = 'w1'): Promise<void> => {
      await store.putStart(startRecord(id, { startedAt: minute(n), workflowId, workflowRevision: workflowId === null ? null : 3 }));
      await store.listStarted(ORGANIZATION, id);
    };
    const list = async (filter: ExecutionFilter, limit = 2): Promise<string[]> =>
      (await readAllPages((page) => store.list(ORGANIZATION, filter, page), limit)).map(({ id }) => id);

    it('keeps the first start record and lists nothing yet', async () => {
      const record = startRecord('e1');
      expect(await store.putStart(record)).toEqual(record);
      expect(await store.putStart({ ...record, input: 'other', name: 'Other' })).toEqual(record);
      expect(await store.getStart(ORGANIZATION, 'e1')).toEqual(record);
      expect(await store.get(ORGANIZATION, 'e1')).toBeNull();
      expect(await store.readEvents(ORGANIZATION, 'e1', 0, 10)).toBeNull();
      expect(await store.requestCancel(ORGANIZATION, 'e1')).toBeNull();
      expect(await list({})).toEqual([]);
    });

    it('keeps one of many start records put at once', async () => {
      const other = await bench.open();
      const standing = await Promise.all(
        Array.from({ length: 50 }, (_, n) => (n % 2 ? store : other).putStart(startRecord('e1', { input: n }))),
      );
      expect(new Set(standing.map(({ input }) => input)).size).toBe(1);
    });

    it('lists an execution as queued once its workflow exists, and again changes nothing', async () => {
      const record = startRecord('e1');
      await store.putStart(record);
      const listed = await store.listStarted(ORGANIZATION, 'e1');
      expect(listed).toEqual({
        id: 'e1',
        organizationId: ORGANIZATION,
        workflowId: 'w1',
        workflowRevision: 3,
        name: 'Research',
        status: 'queued',
        input: { topic: 'owls' },
        output: null,
        usage: { inputTokens: 0, outputTokens: 0, calls: 0, wastedCalls: 0, cost: null },
        error: null,
        startedAt: record.startedAt,
        endedAt: null,
      });
      expect(await store.listStarted(ORGANIZATION, 'e1')).toEqual(listed);
      expect(await store.readEvents(ORGANIZATION, 'e1', 0, 10)).toEqual({ items: [], lastSeq: 0, ended: false });
      expect(await store.listStarted(ORGANIZATION, 'nobody')).toBeNull();
    });

    it.each<[string, (store: ExecutionStore) => Promise<unknown>]>([
      ['a begun attempt', (store) => store.beginAttempt(ORGANIZATION, 'e1', begin())],
      ['a committed call', (store) => store.commitCall(ORGANIZATION, 'e1', commit('text'))],
      ['a fact', (store) => store.appendFacts(ORGANIZATION, 'e1', [{ type: 'executionStarted' }])],
    ])('is listed and running after %s, also when the API never listed it', async (_, write) => {
      await store.putStart(startRecord('e1'));
      await write(store);
      expect(await store.get(ORGANIZATION, 'e1')).toMatchObject({ status: 'running' });
      expect(await store.listStarted(ORGANIZATION, 'e1')).toMatchObject({ status: 'running' });
      expect(await list({ status: ['running'] })).toEqual(['e1']);
    });

    it('refuses to write to an execution that was never started', async () => {
      await expect(store.beginAttempt(ORGANIZATION, 'nobody', begin())).rejects.toThrow('nobody');
      await expect(store.commitCall(ORGANIZATION, 'nobody', commit('x'))).rejects.toThrow('nobody');
      await expect(store.appendFacts(ORGANIZATION, 'nobody', [])).rejects.toThrow('nobody');
      await expect(store.close(ORGANIZATION, 'nobody', [], { status: 'cancelled' })).rejects.toThrow('nobody');
    });

    it('notes a cancel request once and leaves an ended execution as it is', async () => {
      await start('e1', 1);
      const first = await store.requestCancel(ORGANIZATION, 'e1');
      expect(first?.cancelRequestedAt).toEqual(expect.any(String));
      expect(await store.requestCancel(ORGANIZATION, 'e1')).toEqual(first);
      await start('e2', 2);
      await store.close(ORGANIZATION, 'e2', [], { status: 'completed' });
      const ended = await store.get(ORGANIZATION, 'e2');
      expect(await store.requestCancel(ORGANIZATION, 'e2')).toEqual(ended);
      expect(ended?.cancelRequestedAt).toBeUndefined();
      expect(await store.requestCancel(ORGANIZATION, 'nobody')).toBeNull();
    });

    it('lists what was asked to cancel before a time and has not ended, parts first, page by page', async () => {
      await start('whole', 1);
      await store.putStart(startRecord('part', { parent: { executionId: 'whole', stepPath: 'w' } }));
      await store.listStarted(ORGANIZATION, 'part');
      for (const id of ['other', 'ended']) await start(id, 2);
      for (const id of ['whole', 'ended']) await store.requestCancel(ORGANIZATION, id);
      await store.close(ORGANIZATION, 'ended', [], { status: 'cancelled' });
      const { cancelRequestedAt = '' } = (await store.get(ORGANIZATION, 'whole')) ?? {};
      const all = ['part', 'whole'].map((executionId) => ({ organizationId: ORGANIZATION, executionId, cancelRequestedAt }));
      const later = new Date(Date.parse(cancelRequestedAt) + 1).toISOString();
      expect(await store.listCancelling(cancelRequestedAt, 10)).toEqual([]);
      expect(await store.listCancelling(later, 10)).toEqual(all);
      expect(await store.listCancelling(later, 1)).toEqual(all.slice(0, 1));
      expect(await store.listCancelling(later, 10, 'part')).toEqual(all.slice(1));
    });

    it('lists the newest first by start, page by page, stable under inserts', async () => {
      for (const [id, n] of Object.entries({ e3: 3, e1: 1, e5: 5, e2: 2, e4: 4, twin: 3 })) await start(id, n);
      const first = await store.list(ORGANIZATION, {}, { limit: 3 });
      if (first === 'invalidCursor') throw new Error('no page');
      await start('late', 9);
      const second = await store.list(ORGANIZATION, {}, { limit: 200, cursor: first.nextCursor });
      if (second === 'invalidCursor') throw new Error('no page');
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['e5', 'e4', 'twin', 'e3', 'e2', 'e1']);
    });

    it('filters by workflow, status and start, alone and together', async () => {
      for (let n = 0; n < 9; n++) await start(`e${n}`, n, n % 3 === 0 ? null : `w${n % 3}`);
      const endings = { e1: 'failed', e2: 'completed', e4: 'cancelled', e7: 'failed' } as const;
      for (const [id, status] of Object.entries(endings)) {
        const error = { code: 'x', message: 'X' };
        await store.close(ORGANIZATION, id, [], status === 'failed' ? { status, error } : { status: status as 'completed' | 'cancelled' });
      }
      expect(await list({})).toEqual(['e8', 'e7', 'e6', 'e5', 'e4', 'e3', 'e2', 'e1', 'e0']);
      expect(await list({ workflowId: 'w1' })).toEqual(['e7', 'e4', 'e1']);
      expect(await list({ status: ['failed'] })).toEqual(['e7', 'e1']);
      expect(await list({ status: ['failed', 'completed', 'cancelled', 'failed'] })).toEqual(['e7', 'e4', 'e2', 'e1']);
      expect(await list({ workflowId: 'w1', status: ['failed', 'completed'] })).toEqual(['e7', 'e1']);
      expect(await list({ workflowId: 'w2', status: ['queued'] })).toEqual(['e8', 'e5']);
      expect(await list({ startedAfter: minute(3), startedBefore: minute(6) })).toEqual(['e5', 'e4']);
      expect(await list({ workflowId: 'w1', startedAfter: minute(1) })).toEqual(['e7', 'e4']);
      expect(await list({ status: [] }, 200)).toHaveLength(9);
      expect(await list({ workflowId: 'nobody' })).toEqual([]);
    });

    it('refuses a cursor of another list or filter', async () => {
      for (let n = 0; n < 3; n++) await start(`e${n}`, n);
      const page = await store.list(ORGANIZATION, { workflowId: 'w1' }, { limit: 1 });
      const cursor = page === 'invalidCursor' ? undefined : page.nextCursor;
      expect(cursor).toBeDefined();
      const again = { limit: 1, cursor };
      expect(await store.list(ORGANIZATION, {}, again)).toBe('invalidCursor');
      expect(await store.list(ORGANIZATION, { workflowId: 'w2' }, again)).toBe('invalidCursor');
      expect(await store.list('other', { workflowId: 'w1' }, again)).toBe('invalidCursor');
      expect(await store.listMessages(ORGANIZATION, 'e1', undefined, again)).toBe('invalidCursor');
      expect(await store.listAttempts(ORGANIZATION, 'e1', again)).toBe('invalidCursor');
      expect(await store.listCheckpoints(ORGANIZATION, 'e1', { limit: 1, cursor: 'nonsense' })).toBe('invalidCursor');
    });

    it('finds open executions of all organizations, the oldest first', async () => {
      await start('e2', 2);
      await start('e1', 1);
      await start('e3', 3);
      await store.putStart(startRecord('other', { organizationId: 'other', startedAt: minute(0) }));
      await store.listStarted('other', 'other');
      await store.putStart(startRecord('unlisted', { startedAt: minute(0) }));
      await store.requestCancel(ORGANIZATION, 'e2');
      await store.close(ORGANIZATION, 'e3', [], { status: 'cancelled' });
      const open = [
        { organizationId: 'other', executionId: 'other', status: 'queued', cancelRequested: false },
        { organizationId: ORGANIZATION, executionId: 'e1', status: 'queued', cancelRequested: false },
        { organizationId: ORGANIZATION, executionId: 'e2', status: 'queued', cancelRequested: true },
      ];
      expect(await store.listOpen(10)).toEqual(open);
      expect(await store.listOpen(2)).toEqual(open.slice(0, 2));
      expect(await store.listOpen(2, 'e1')).toEqual(open.slice(2));
      expect(await store.listOpen(2, 'nobody')).toEqual([]);
    });

    it('finds start records that were never listed, when they are old enough', async () => {
      await store.putStart(startRecord('new'));
      await store.putStart(startRecord('old', { startedAt: minute(1) }));
      await store.putStart(startRecord('older', { startedAt: minute(0), organizationId: 'other' }));
      await start('listed', 0);
      const ids = async (limit: number): Promise<string[]> =>
        (await store.listUnlisted(60_000, limit)).map(({ executionId }) => executionId);
      expect(await ids(10)).toEqual(['older', 'old']);
      expect(await ids(1)).toEqual(['older']);
    });

    it('never shows or changes an execution of another organization', async () => {
      await start('e1', 1);
      await store.beginAttempt(ORGANIZATION, 'e1', begin());
      await store.commitCall(ORGANIZATION, 'e1', commit('secret'));
      await store.appendFacts(ORGANIZATION, 'e1', [
        completed('root/writer', 'c1'),
        { type: 'superstepCommitted', stepPath: 'root/writer' },
      ]);
      const feed = await readFeed(store, 'e1');
      const page = { limit: 5 };
      expect(await store.getStart('other', 'e1')).toBeNull();
      expect(await store.get('other', 'e1')).toBeNull();
      expect(await store.listStarted('other', 'e1')).toBeNull();
      expect(await store.requestCancel('other', 'e1')).toBeNull();
      expect(await store.list('other', {}, page)).toEqual({ items: [] });
      expect(await store.getEntry('other', 'e1', 'c1')).toBeNull();
      expect(await store.getOutput('other', 'e1', 'c1')).toBeNull();
      expect(await store.getStepOutcomes('other', 'e1', ['root/writer'])).toEqual([null]);
      expect(await store.readThread('other', 'e1', 'main', { from: 0, upTo: 9 })).toEqual([]);
      expect(await store.listMessages('other', 'e1', undefined, page)).toEqual({ items: [] });
      expect(await store.readEvents('other', 'e1', 0, 9)).toBeNull();
      expect(await store.listCheckpoints('other', 'e1', page)).toEqual({ items: [] });
      expect(await store.listAttempts('other', 'e1', page)).toEqual({ items: [] });
      await expect(store.close('other', 'e1', [], { status: 'cancelled' })).rejects.toThrow('e1');
      await expect(store.commitCall('other', 'e1', commit('x', { callId: 'c2' }))).rejects.toThrow('e1');
      expect(await readFeed(store, 'e1')).toEqual(feed);
    });

    it.each<[ExecutionStatus, Parameters<ExecutionStore['close']>[3]]>([
      ['failed', { status: 'failed', error: { code: 'terminated', message: 'T' } }],
      ['timed_out', { status: 'timed_out', error: { code: 'timed_out', message: 'T', stepPath: 'root' } }],
      ['cancelled', { status: 'cancelled' }],
    ])('shows the ending %s in the row', async (status, ending) => {
      await start('e1', 1);
      await store.close(ORGANIZATION, 'e1', [], ending);
      const row = await store.get(ORGANIZATION, 'e1');
      expect(row).toMatchObject({ status, output: null, error: 'error' in ending ? ending.error : null });
      expect(row?.endedAt).toEqual(expect.any(String));
    });
  });
}
