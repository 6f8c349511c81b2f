import { LIMIT } from '../../contracts/constants';
import type { NewArtifact } from '../../contracts/ports/artifact-store';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { StoreBench, StoreBenchFactory } from './bench';
import { ORGANIZATION, startRecord } from './execution-builders';

const file = (name: string, text: string, callId = 'c1'): NewArtifact => ({
  name,
  bytes: Buffer.from(text),
  mediaType: 'text/plain',
  callId,
});

/** Files that tools keep. */
export function describeArtifacts(createBench: StoreBenchFactory<ExecutionStore>): void {
  describe('artifacts', () => {
    let bench: StoreBench<ExecutionStore>;
    let store: ExecutionStore;
    beforeEach(async () => {
      bench = await createBench();
      store = await bench.open();
      await store.putStart(startRecord('e1'));
    });
    afterEach(() => bench.destroy());

    const put = (artifact: NewArtifact) => store.putArtifact(ORGANIZATION, 'e1', artifact);
    const text = async (name: string) => {
      const found = await store.getArtifact(ORGANIZATION, 'e1', name);
      return found && Buffer.from(found.bytes).toString();
    };

    it('keeps bytes under a name, also for another process', async () => {
      const kept = { name: 'b.md', size: 6, mediaType: 'text/plain', callId: 'c1', at: expect.any(String) };
      expect(await put(file('b.md', 'Grüß'))).toEqual(kept);
      await put(file('a.md', ''));
      const other = await bench.open();
      expect((await other.listArtifacts(ORGANIZATION, 'e1')).map(({ name }) => name)).toEqual(['a.md', 'b.md']);
      const found = await other.getArtifact(ORGANIZATION, 'e1', 'b.md');
      expect(found?.artifact).toEqual(kept);
      expect(Buffer.from(found?.bytes ?? []).toString()).toBe('Grüß');
      expect(await text('a.md')).toBe('');
    });

    it('gives a name to the first call; that call may write again and nothing changes', async () => {
      const first = await put(file('a', 'first'));
      expect(await put(file('a', 'changed'))).toEqual(first);
      expect(await put(file('a', 'first', 'c2'))).toBe('taken');
      expect(await text('a')).toBe('first');
    });

    it('gives a name to one of many that write it at once', async () => {
      const others = await Promise.all(Array.from({ length: 4 }, () => bench.open()));
      const outcomes = await Promise.all(
        others.map((other, n) => other.putArtifact(ORGANIZATION, 'e1', file('raced', `text ${n}`, `c${n}`))),
      );
      const winners = outcomes.flatMap((outcome, n) => (outcome === 'taken' ? [] : [n]));
      expect(winners).toHaveLength(1);
      expect(await text('raced')).toBe(`text ${winners[0]}`);
    });

    it('refuses one file or one byte more than an execution may keep', async () => {
      const chunk = Buffer.alloc(LIMIT.artifactsBytes / 10);
      for (let n = 0; n < 10; n++) await put({ ...file(`big${n}`, ''), bytes: chunk });
      expect(await put(file('more', 'x'))).toBe('full');
      for (let n = 10; n < LIMIT.artifacts; n++) await put(file(`n${n}`, ''));
      expect(await put(file('again', ''))).toBe('full');
      expect(await put(file('big0', 'again by the same call'))).toMatchObject({ name: 'big0', size: chunk.length });
      expect(await store.listArtifacts(ORGANIZATION, 'e1')).toHaveLength(LIMIT.artifacts);
    });

    it('keeps nothing new after the end, and what it had stays', async () => {
      await put(file('a', 'before'));
      await store.close(ORGANIZATION, 'e1', [], { status: 'cancelled' });
      expect(await put(file('b', 'after'))).toBe('ended');
      expect(await put(file('a', 'before'))).toMatchObject({ name: 'a' });
      expect(await text('a')).toBe('before');
    });

    it('is a miss for another organization and another execution', async () => {
      await store.putStart(startRecord('e2'));
      await put(file('a', 'mine'));
      expect(await store.getArtifact('other', 'e1', 'a')).toBeNull();
      expect(await store.listArtifacts('other', 'e1')).toEqual([]);
      expect(await store.getArtifact(ORGANIZATION, 'e2', 'a')).toBeNull();
      expect(await store.listArtifacts(ORGANIZATION, 'nobody')).toEqual([]);
      await expect(store.putArtifact('other', 'e1', file('b', 'theirs'))).rejects.toThrow();
    });
  });
}
