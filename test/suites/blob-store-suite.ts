import type { BlobStore } from '../../contracts/ports/blob-store';
import type { StoreBench, StoreBenchFactory } from './bench';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (found: Uint8Array | null): string | null => found && new TextDecoder().decode(found);

/** What every blob store must do. */
export function describeBlobStore(createBench: StoreBenchFactory<BlobStore>): void {
  describe('a blob store', () => {
    let bench: StoreBench<BlobStore>;
    let store: BlobStore;
    beforeEach(async () => {
      bench = await createBench();
      store = await bench.open();
    });
    afterEach(() => bench.destroy());

    it('gives back the bytes that were put', async () => {
      const all = Uint8Array.from({ length: 256 }, (_, value) => value);
      await store.put('executions/a-1/b_2.bin', all);
      expect([...((await store.get('executions/a-1/b_2.bin')) ?? [])]).toEqual([...all]);
      expect(text(await (await bench.open()).get('executions/a-1/b_2.bin'))).not.toBeNull();
    });

    it('keeps an empty blob apart from none', async () => {
      await store.put('empty', new Uint8Array());
      expect((await store.get('empty'))?.length).toBe(0);
      expect(await store.get('missing')).toBeNull();
      expect(await store.get('missing/deeper')).toBeNull();
    });

    it('keeps the first bytes of a key', async () => {
      await store.put('key', bytes('first'));
      await store.put('key', bytes('second'));
      expect(text(await store.get('key'))).toBe('first');
    });

    it('keeps one writer whole when many put the same key at once', async () => {
      const others = await Promise.all(Array.from({ length: 8 }, () => bench.open()));
      const candidates = others.map((_, position) => String(position).repeat(100_000));
      await Promise.all(others.map((other, position) => other.put('raced', bytes(candidates[position] as string))));
      expect(candidates).toContain(text(await store.get('raced')));
    });

    it('has a key beside keys below it', async () => {
      await store.put('a', bytes('1'));
      await store.put('a/b', bytes('2'));
      expect(text(await store.get('a'))).toBe('1');
      expect(text(await store.get('a/b'))).toBe('2');
    });

    it('deletes what is below a prefix and nothing else', async () => {
      for (const key of ['x/1', 'x/y/2', 'x', 'xy/3']) await store.put(key, bytes(key));
      await store.deletePrefix('x/');
      expect(await Promise.all(['x/1', 'x/y/2'].map((key) => store.get(key)))).toEqual([null, null]);
      expect(text(await store.get('x'))).toBe('x');
      expect(text(await store.get('xy/3'))).toBe('xy/3');
      await store.deletePrefix('never/was');
      await store.put('x/1', bytes('again'));
      expect(text(await store.get('x/1'))).toBe('again');
    });

    it.each(['', '/', 'a//b', '/a', 'a/', '..', '../a', 'a/../../b', './a', 'a\\b', 'a b', 'ä', 'a\0b', 'a~'])(
      'refuses the key %j',
      async (key) => {
        await expect(store.put(key, bytes('x'))).rejects.toThrow(RangeError);
        await expect(store.get(key)).rejects.toThrow(RangeError);
        if (key !== 'a/') await expect(store.deletePrefix(key)).rejects.toThrow(RangeError);
      },
    );
  });
}
