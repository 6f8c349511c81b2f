import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { StoreBench, StoreBenchFactory } from './bench';
import { begin, commit, end, ORGANIZATION, startRecord, tokens } from './execution-builders';

/** Executions that are a part of another one. */
export function describeParts(createBench: StoreBenchFactory<ExecutionStore>): void {
  describe('parts of an execution', () => {
    let bench: StoreBench<ExecutionStore>;
    let store: ExecutionStore;
    beforeEach(async () => {
      bench = await createBench();
      store = await bench.open();
      await put('whole');
      await put('part', 'whole');
      await put('inner', 'part');
    });
    afterEach(() => bench.destroy());

    const put = async (id: string, parentId?: string): Promise<void> => {
      const parent = parentId === undefined ? undefined : { executionId: parentId, stepPath: `row/${id}` };
      await store.putStart(startRecord(id, parent && { parent }));
      await store.listStarted(ORGANIZATION, id);
    };
    const usage = async (id: string) => (await store.get(ORGANIZATION, id))?.usage;
    const close = (id: string) => store.close(ORGANIZATION, id, [], { status: 'completed' });
    const open = async () =>
      Object.fromEntries((await store.listOpen(10)).map(({ executionId, cancelRequested }) => [executionId, cancelRequested]));

    it('keeps the parent, and lists the parts of one execution only', async () => {
      const parent = { executionId: 'whole', stepPath: 'row/part' };
      expect((await store.getStart(ORGANIZATION, 'part'))?.parent).toEqual(parent);
      expect((await store.get(ORGANIZATION, 'part'))?.parent).toEqual(parent);
      expect(await store.get(ORGANIZATION, 'whole')).not.toHaveProperty('parent');
      const list = async (filter: object) => {
        const page = await store.list(ORGANIZATION, filter, { limit: 10 });
        return page === 'invalidCursor' ? page : page.items.map(({ id }) => id);
      };
      expect(await list({})).toEqual(['whole']);
      expect(await list({ workflowId: 'w1' })).toEqual(['whole']);
      expect(await list({ status: ['queued'] })).toEqual(['whole']);
      expect(await list({ parentId: 'whole' })).toEqual(['part']);
      expect(await list({ parentId: 'part', workflowId: 'w1', status: ['queued'] })).toEqual(['inner']);
      expect(await list({ parentId: 'part', status: ['failed'] })).toEqual([]);
    });

    it('counts what a part uses for all that it is a part of, once, and lost attempts and late ones too', async () => {
      await store.beginAttempt(ORGANIZATION, 'inner', begin());
      await store.beginAttempt(ORGANIZATION, 'inner', begin({ attempt: 2 }));
      const lost = { inputTokens: 100, outputTokens: 0, calls: 0, wastedCalls: 1, cost: null };
      expect([await usage('inner'), await usage('part'), await usage('whole')]).toEqual([lost, lost, lost]);
      await store.commitCall(ORGANIZATION, 'inner', commit('x', { attempt: 2, usage: tokens(10, 5) }));
      await store.commitCall(ORGANIZATION, 'inner', commit('x', { attempt: 2, usage: tokens(10, 5) }));
      await store.commitCall(ORGANIZATION, 'whole', commit('y', { usage: tokens(1, 1) }));
      expect(await usage('part')).toMatchObject({ inputTokens: 110, outputTokens: 5, calls: 1, wastedCalls: 1 });
      expect(await usage('whole')).toMatchObject({ inputTokens: 111, outputTokens: 6, calls: 2, wastedCalls: 1 });
      await close('whole');
      // The slow attempt that was given up comes after all.
      await store.endAttempt(ORGANIZATION, 'inner', end({ status: 'cancelled', reason: 'late', usage: tokens(70, 2, true) }));
      expect(await usage('inner')).toMatchObject({ inputTokens: 80, outputTokens: 7 });
      expect(await usage('whole')).toMatchObject({ inputTokens: 81, outputTokens: 8, calls: 2, wastedCalls: 1 });
      expect(await usage('other')).toBeUndefined();
    });

    it('shows the sweeper which open parts shall end, for the whole has ended', async () => {
      expect(await open()).toEqual({ whole: false, part: false, inner: false });
      await close('part');
      expect(await open()).toEqual({ whole: false, inner: true });
    });

    it('notes a cancel of the whole for every part that has not ended, and for what begins later unless it undoes', async () => {
      await put('done', 'whole');
      await close('done');
      await store.requestCancel(ORGANIZATION, 'whole');
      await put('late', 'whole');
      await store.appendFacts(ORGANIZATION, 'whole', [{ type: 'compensationStarted', stepPath: 'row' }]);
      await put('undoes', 'whole');
      await put('below', 'undoes');
      const noted = async (id: string) => (await store.get(ORGANIZATION, id))?.cancelRequestedAt !== undefined;
      const all = ['whole', 'part', 'inner', 'done', 'late', 'undoes', 'below'];
      expect(await Promise.all(all.map(noted))).toEqual([true, true, true, false, true, false, false]);
      expect(await store.beginAttempt(ORGANIZATION, 'late', begin())).toMatchObject({ cancelled: true });
      expect(await store.beginAttempt(ORGANIZATION, 'inner', begin())).toMatchObject({ cancelled: true });
      expect(await store.requestCancel(ORGANIZATION, 'inner')).toEqual(await store.get(ORGANIZATION, 'inner'));
    });

    it('notes a cancel for no part that undoes, nor for what is in it, though they began before', async () => {
      await store.appendFacts(ORGANIZATION, 'whole', [{ type: 'compensationStarted', stepPath: 'row/part' }]);
      await put('other', 'whole');
      await put('later', 'other');
      await store.requestCancel(ORGANIZATION, 'whole');
      const noted = async (id: string) => (await store.get(ORGANIZATION, id))?.cancelRequestedAt !== undefined;
      expect(await Promise.all(['whole', 'part', 'inner', 'other', 'later'].map(noted))).toEqual([true, false, false, true, true]);
      expect(await store.beginAttempt(ORGANIZATION, 'inner', begin())).not.toHaveProperty('cancelled');
    });

    it('pauses a part that is listed while the whole is paused, so that its workflow hears of it too', async () => {
      const pausedAt = async (id: string) => (await store.get(ORGANIZATION, id))?.pausedAt;
      const send = (id: string, kind: 'pause' | 'resume') => store.putLetter(ORGANIZATION, id, { id: kind, kind, about: '' });
      await send('whole', 'pause');
      await put('late', 'whole');
      expect(await store.get(ORGANIZATION, 'late')).toMatchObject({ status: 'paused', pausedAt: expect.any(String) });
      expect(await store.listUndelivered(ORGANIZATION, 'late', 10)).toMatchObject([{ number: 1, kind: 'pause' }]);
      await send('late', 'resume');
      await store.listStarted(ORGANIZATION, 'late');
      expect(await pausedAt('late')).toBeUndefined();
      await send('whole', 'resume');
      await put('later', 'whole');
      expect(await pausedAt('later')).toBeUndefined();
    });

    it('leaves a start to its parent while that has not ended', async () => {
      const parent = { executionId: 'whole', stepPath: 'row/late' };
      await store.putStart(startRecord('late', { parent, startedAt: new Date(0).toISOString() }));
      expect(await store.listUnlisted(0, 10)).toEqual([]);
      await close('whole');
      expect((await store.listUnlisted(0, 10)).map(({ executionId }) => executionId)).toEqual(['late']);
    });

    it('deletes no part while the whole is open, and all that have ended with it', async () => {
      await close('inner');
      expect(await store.delete(ORGANIZATION, 'inner')).toEqual({ executionId: 'part', status: 'queued' });
      await close('part');
      await close('whole');
      expect(await store.delete('other', 'whole')).toBeNull();
      expect(await store.delete(ORGANIZATION, 'whole')).toBe('deleted');
      expect(await store.get(ORGANIZATION, 'inner')).toBeNull();
      expect((await store.listDeleted(10)).map(({ executionId }) => executionId).sort()).toEqual(['inner', 'part', 'whole']);
    });

    it('keeps a part, with its own, for as long as a fork has taken it over', async () => {
      const startedPart = { type: 'childStarted' as const, stepPath: 'row/part', childExecutionId: 'part' };
      await store.appendFacts(ORGANIZATION, 'whole', [startedPart, { type: 'superstepCommitted', stepPath: 'row/part' }]);
      await store.appendFacts(ORGANIZATION, 'part', [{ type: 'childStarted', stepPath: 'row/inner', childExecutionId: 'inner' }]);
      await put('alone', 'whole');
      const fork = async (source: string, id: string) => {
        await store.fork(startRecord(id, { forkedFrom: { executionId: source, superstep: 1, kind: 'fork' } }));
        await store.listStarted(ORGANIZATION, id);
      };
      await fork('whole', 'fork');
      await fork('fork', 'again');
      for (const id of ['inner', 'part', 'alone', 'whole', 'fork', 'again']) await close(id);
      const remove = async (id: string) => {
        expect(await store.delete(ORGANIZATION, id)).toBe('deleted');
        for (let deleted = await store.listDeleted(10); deleted.length > 0; deleted = await store.listDeleted(10))
          for (const { executionId } of deleted) await store.purge(ORGANIZATION, executionId);
      };
      const standing = async () => {
        const read = await Promise.all(['whole', 'alone', 'part', 'inner', 'fork', 'again'].map((id) => store.get(ORGANIZATION, id)));
        return read.flatMap((one) => (one === null ? [] : [one.id]));
      };
      await remove('whole');
      expect(await standing()).toEqual(['part', 'inner', 'fork', 'again']);
      const expired = await store.listEndedBefore('9999', 10);
      expect(expired.map(({ executionId }) => executionId)).toEqual(['fork', 'again']);
      await remove('fork');
      expect(await standing()).toEqual(['part', 'inner', 'again']);
      await remove('again');
      expect(await standing()).toEqual([]);
    });
  });
}
