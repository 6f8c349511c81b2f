import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { StoreBench, StoreBenchFactory } from './bench';
import { begin, commit, completed, message, ORGANIZATION, readEverything, startRecord } from './execution-builders';

const LONG = 'a long text '.repeat(20_000);

/** Every kind of thing that an execution leaves behind, long texts too. */
export async function leaveEverything(store: ExecutionStore, id: string, organizationId = ORGANIZATION): Promise<void> {
  await store.putStart(startRecord(id, { organizationId }));
  await store.listStarted(organizationId, id);
  await store.beginAttempt(organizationId, id, begin({ messages: [message(0, LONG, { role: 'user' })] }));
  await store.putArtifact(organizationId, id, { name: 'notes.txt', bytes: Buffer.from(id), mediaType: 'text/plain', callId: 'c1' });
  await store.commitCall(organizationId, id, commit(LONG.toUpperCase(), {}, 1));
  const output = { text: 'short', data: { long: LONG } };
  await store.commitEvaluation(organizationId, id, { callId: 'v1', facts: [completed('root/writer', 'c1')], digest: 1, output });
  await store.appendFacts(organizationId, id, [{ type: 'superstepCommitted', stepPath: 'root/writer' }]);
}

const end = (store: ExecutionStore, id: string) => store.close(ORGANIZATION, id, [], { status: 'completed', output: 'c1' });

/** Deleting executions and removing what they left behind. */
export function describeRetention(createBench: StoreBenchFactory<ExecutionStore>): void {
  describe('deleting', () => {
    let bench: StoreBench<ExecutionStore>;
    let store: ExecutionStore;
    beforeEach(async () => {
      bench = await createBench();
      store = await bench.open();
    });
    afterEach(() => bench.destroy());

    const deletedIds = async () => (await store.listDeleted(10)).map(({ executionId }) => executionId);

    it('hides an ended execution from every reader at once, in every process, and is done once', async () => {
      await leaveEverything(store, 'e1');
      await end(store, 'e1');
      const other = await bench.open();
      expect(await other.get(ORGANIZATION, 'e1')).not.toBeNull();
      expect(await store.delete(ORGANIZATION, 'e1')).toBe('deleted');
      await expectHidden(other, 'e1');
      expect(await store.delete(ORGANIZATION, 'e1')).toBeNull();
      expect(await deletedIds()).toEqual(['e1']);
    });

    it('leaves one that has not ended as it is and says how it stands', async () => {
      await leaveEverything(store, 'e1');
      const before = await readEverything(store, 'e1');
      expect(await store.delete(ORGANIZATION, 'e1')).toEqual({ executionId: 'e1', status: 'running' });
      expect(await readEverything(store, 'e1')).toEqual(before);
      expect(await store.delete(ORGANIZATION, 'nobody')).toBeNull();
    });

    it("never deletes another organization's, nor one that was never listed", async () => {
      await leaveEverything(store, 'e1');
      await end(store, 'e1');
      expect(await store.delete('other', 'e1')).toBeNull();
      await store.putStart(startRecord('unlisted'));
      expect(await store.delete(ORGANIZATION, 'unlisted')).toBeNull();
      expect(await deletedIds()).toEqual([]);
    });

    it('a workflow that is still closing finds its ending, and nothing comes back', async () => {
      await leaveEverything(store, 'e1');
      await end(store, 'e1');
      await store.delete(ORGANIZATION, 'e1');
      expect(await end(store, 'e1')).toEqual({ status: 'completed', output: 'c1' });
      expect(await store.beginAttempt(ORGANIZATION, 'e1', begin({ callId: 'late' }))).toMatchObject({ ended: true });
      expect((await store.commitCall(ORGANIZATION, 'e1', commit('late', { attempt: 2 }))).taken).toBe(false);
      expect(await store.listStarted(ORGANIZATION, 'e1')).toBeNull();
      expect(await store.putStart(startRecord('e1', { name: 'Again' }))).toMatchObject({ name: 'Research' });
      await expectHidden(store, 'e1');
    });

    it('purges a deleted execution, and no other', async () => {
      for (const id of ['e1', 'e2', 'e3']) await leaveEverything(store, id);
      await end(store, 'e1');
      await end(store, 'e2');
      const [before2, before3] = [await readEverything(store, 'e2'), await readEverything(store, 'e3')];
      await store.delete(ORGANIZATION, 'e1');
      for (const id of ['e1', 'e2', 'e3', 'nobody']) await store.purge(ORGANIZATION, id);
      await expectHidden(store, 'e1');
      expect(await store.getStart(ORGANIZATION, 'e1')).toBeNull();
      expect(await deletedIds()).toEqual([]);
      expect(await readEverything(store, 'e2')).toEqual(before2);
      expect(await readEverything(store, 'e3')).toEqual(before3);
      expect((await store.getArtifact(ORGANIZATION, 'e2', 'notes.txt'))?.bytes).toEqual(Buffer.from('e2'));
      expect(await store.getOutput(ORGANIZATION, 'e3', 'v1')).toEqual({ text: 'short', data: { long: LONG } });
      // Its id is free again.
      await leaveEverything(store, 'e1');
      expect(await store.get(ORGANIZATION, 'e1')).toMatchObject({ status: 'running' });
    });

    it('lists who ended before a time in the order of their ends, and not who was deleted', async () => {
      for (const id of ['b', 'a', 'open', 'c']) await leaveEverything(store, id);
      for (const id of ['b', 'a', 'c']) {
        await end(store, id);
        const ended = (await store.get(ORGANIZATION, id))?.endedAt ?? '';
        while (new Date().toISOString() === ended) await new Promise(setImmediate);
      }
      const list = async (endedBefore: string, limit: number, after?: string) =>
        (await store.listEndedBefore(endedBefore, limit, after)).map(({ executionId }) => executionId);
      const now = new Date().toISOString();
      expect(await list(now, 10)).toEqual(['b', 'a', 'c']);
      expect(await list(now, 2)).toEqual(['b', 'a']);
      expect(await list(now, 2, 'a')).toEqual(['c']);
      expect(await list((await store.get(ORGANIZATION, 'c'))?.endedAt ?? '', 10)).toEqual(['b', 'a']);
      await store.delete(ORGANIZATION, 'a');
      expect(await list(now, 10)).toEqual(['b', 'c']);
    });

    it('goes through all that are deleted, page by page, whether they are purged on the way or not', async () => {
      for (const id of ['a', 'b', 'c']) {
        await leaveEverything(store, id);
        await end(store, id);
        await store.delete(ORGANIZATION, id);
      }
      const next = async (after?: string) => (await store.listDeleted(1, after))[0]?.executionId;
      expect(await next('a')).toBe('b');
      await store.purge(ORGANIZATION, 'b');
      expect(await next('b')).toBe('a');
      expect(await next('a')).toBe('c');
      expect(await next('c')).toBeUndefined();
    });

    it('discards a start record that was never listed, and no other', async () => {
      await store.putStart(startRecord('lost'));
      await leaveEverything(store, 'e1');
      await store.discardStart(ORGANIZATION, 'lost');
      await store.discardStart(ORGANIZATION, 'e1');
      await store.discardStart(ORGANIZATION, 'nobody');
      expect(await store.listUnlisted(0, 10)).toEqual([]);
      expect(await deletedIds()).toEqual(['lost']);
      expect(await store.get(ORGANIZATION, 'e1')).toMatchObject({ status: 'running' });
      await store.purge(ORGANIZATION, 'lost');
      expect(await store.getStart(ORGANIZATION, 'lost')).toBeNull();
    });
  });
}

/** Nothing of it can be read any more. */
export async function expectHidden(store: ExecutionStore, id: string): Promise<void> {
  const page = { limit: 5 };
  expect(await store.get(ORGANIZATION, id)).toBeNull();
  const listed = await store.list(ORGANIZATION, {}, page);
  expect(listed === 'invalidCursor' || listed.items.map((execution) => execution.id)).not.toContain(id);
  expect(await store.requestCancel(ORGANIZATION, id)).toBeNull();
  expect(await store.readEvents(ORGANIZATION, id, 0, 9)).toBeNull();
  expect(await store.listMessages(ORGANIZATION, id, undefined, page)).toEqual({ items: [] });
  expect(await store.readThread(ORGANIZATION, id, 'main', { from: 0, upTo: 9 })).toEqual([]);
  expect(await store.listAttempts(ORGANIZATION, id, page)).toEqual({ items: [] });
  expect(await store.listCheckpoints(ORGANIZATION, id, page)).toEqual({ items: [] });
  expect(await store.listArtifacts(ORGANIZATION, id)).toEqual([]);
  expect(await store.getArtifact(ORGANIZATION, id, 'notes.txt')).toBeNull();
  expect(await store.getEntry(ORGANIZATION, id, 'c1')).toBeNull();
  expect(await store.getOutput(ORGANIZATION, id, 'c1')).toBeNull();
  expect(await store.getStepOutcomes(ORGANIZATION, id, ['root/writer'])).toEqual([null]);
}
