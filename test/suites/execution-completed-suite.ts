import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { StoreBench, StoreBenchFactory } from './bench';
import { begin, commit, completed, ORGANIZATION, startRecord } from './execution-builders';

/** What a compensation needs to know. */
export function describeCompleted(createBench: StoreBenchFactory<ExecutionStore>): void {
  describe('completed steps', () => {
    let bench: StoreBench<ExecutionStore>;
    let store: ExecutionStore;
    beforeEach(async () => {
      bench = await createBench();
      store = await bench.open();
      await store.putStart(startRecord('e1'));
      await store.listStarted(ORGANIZATION, 'e1');
    });
    afterEach(() => bench.destroy());

    it('lists them newest first, a few at a time, each with the call that holds its output', async () => {
      await store.beginAttempt(ORGANIZATION, 'e1', begin());
      await store.commitCall(ORGANIZATION, 'e1', commit('text'));
      await store.appendFacts(ORGANIZATION, 'e1', [
        completed('root/a', 'c1'),
        { type: 'stepStarted', stepPath: 'root/b', stepType: 'tool' },
        { type: 'stepCompleted', stepPath: 'root/b', stepType: 'tool' },
        { type: 'stepFailed', stepPath: 'root/c', stepType: 'tool', error: { code: 'x', message: 'X' } },
        completed('root', 'c1'),
      ]);
      const list = (limit: number, before?: number) => store.listCompletedSteps(ORGANIZATION, 'e1', { limit, before });
      const all = await list(10);
      expect(all.map(({ stepPath, output }) => [stepPath, output])).toEqual([
        ['root', 'c1'],
        ['root/b', undefined],
        ['root/a', 'c1'],
      ]);
      expect(await list(1)).toEqual(all.slice(0, 1));
      expect(await list(10, all[0]?.seq)).toEqual(all.slice(1));
      expect(await store.listCompletedSteps('other', 'e1', { limit: 10 })).toEqual([]);
      expect(await store.listCompletedSteps(ORGANIZATION, 'nobody', { limit: 10 })).toEqual([]);
    });

    it('lets an attempt that undoes begin after a cancel was asked for, and no other', async () => {
      await store.requestCancel(ORGANIZATION, 'e1');
      expect(await store.beginAttempt(ORGANIZATION, 'e1', begin())).toMatchObject({ cancelled: true });
      expect(await store.beginAttempt(ORGANIZATION, 'e1', begin({ undoing: true }))).not.toHaveProperty('cancelled');
    });

    it('knows which steps have begun, and what was undone', async () => {
      await store.appendFacts(ORGANIZATION, 'e1', [
        { type: 'stepStarted', stepPath: 'root/a', stepType: 'tool' },
        { type: 'compensationStarted', stepPath: 'root' },
      ]);
      expect(await store.hasStarted(ORGANIZATION, 'e1', 'root/a')).toBe(true);
      expect(await store.hasStarted(ORGANIZATION, 'e1', 'root')).toBe(false);
      expect(await store.hasBeenUndone(ORGANIZATION, 'e1', 'root')).toBe(true);
      expect(await store.hasBeenUndone(ORGANIZATION, 'e1', 'root/a')).toBe(false);
      expect(await store.hasStarted('other', 'e1', 'root/a')).toBe(false);
      expect(await store.hasBeenUndone('other', 'e1', 'root')).toBe(false);
    });
  });
}
