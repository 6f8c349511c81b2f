import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { StoreBench, StoreBenchFactory } from './bench';
import { ORGANIZATION, readFeed, startRecord } from './execution-builders';

const PROBLEM = { code: 'workflow_task_failed', message: 'TypeError: x is not a function' };

/** Executions that do not get on. */
export function describeAttention(createBench: StoreBenchFactory<ExecutionStore>): void {
  describe('attention', () => {
    let bench: StoreBench<ExecutionStore>;
    let store: ExecutionStore;
    beforeEach(async () => {
      bench = await createBench();
      store = await bench.open();
      await store.putStart(startRecord('e1'));
      await store.listStarted(ORGANIZATION, 'e1');
    });
    afterEach(() => bench.destroy());

    const set = (problem: typeof PROBLEM | null) => store.setAttention(ORGANIZATION, 'e1', problem);
    const get = () => store.get(ORGANIZATION, 'e1');
    const types = async () => (await readFeed(store, 'e1')).map(({ type }) => type);

    it('is noted once, with its reason and since when, and each change is an event', async () => {
      expect(await set(PROBLEM)).toBe(true);
      const { since } = (await get())?.attention ?? {};
      expect(await set(PROBLEM)).toBe(false);
      expect(await get()).toMatchObject({ status: 'attention', attention: { ...PROBLEM, since } });
      expect(await set({ ...PROBLEM, code: 'no_worker' })).toBe(true);
      expect(await get()).toMatchObject({ attention: { code: 'no_worker', since } });
      expect(await types()).toEqual(['attentionNeeded', 'attentionNeeded']);
      expect(await store.list(ORGANIZATION, { status: ['attention'] }, { limit: 5 })).toMatchObject({ items: [{ id: 'e1' }] });
    });

    it('ends, may come again, and gives back the status that there was', async () => {
      await store.appendFacts(ORGANIZATION, 'e1', [{ type: 'executionStarted' }]);
      for (let time = 0; time < 2; time++) {
        await set(PROBLEM);
        expect(await set(null)).toBe(true);
        expect(await set(null)).toBe(false);
        expect(await get()).toMatchObject({ status: 'running' });
        expect(await get()).not.toHaveProperty('attention');
      }
      const feed = await readFeed(store, 'e1');
      expect(feed.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
      expect(feed.at(-1)).toMatchObject({ type: 'attentionEnded', status: 'running' });
    });

    it('is over with the execution, and nothing of it is written after the end', async () => {
      await set(PROBLEM);
      await store.close(ORGANIZATION, 'e1', [], { status: 'cancelled' });
      expect(await set(PROBLEM)).toBe(false);
      expect(await set(null)).toBe(false);
      expect(await get()).toMatchObject({ status: 'cancelled' });
      expect(await get()).not.toHaveProperty('attention');
      expect(await types()).toEqual(['attentionNeeded', 'executionEnded']);
    });

    it('lists those that need it, of all organizations, page by page', async () => {
      await store.putStart(startRecord('e2', { organizationId: 'other' }));
      await store.listStarted('other', 'e2');
      await store.putStart(startRecord('e3'));
      await store.listStarted(ORGANIZATION, 'e3');
      await set(PROBLEM);
      await store.setAttention('other', 'e2', PROBLEM);
      const all = [
        { organizationId: ORGANIZATION, executionId: 'e1' },
        { organizationId: 'other', executionId: 'e2' },
      ];
      expect(await store.listInAttention(10)).toEqual(all);
      expect(await store.listInAttention(1)).toEqual(all.slice(0, 1));
      expect(await store.listInAttention(1, 'e1')).toEqual(all.slice(1));
      expect(await store.listInAttention(1, 'e2')).toEqual([]);
    });

    it('of an execution that is unknown, or another organization’s, is nothing', async () => {
      expect(await store.setAttention(ORGANIZATION, 'nobody', PROBLEM)).toBe(false);
      expect(await store.setAttention('other', 'e1', PROBLEM)).toBe(false);
      expect(await get()).toMatchObject({ status: 'queued' });
    });
  });
}
