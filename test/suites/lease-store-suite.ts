import type { LeaseStore } from '../../contracts/ports/lease-store';
import type { StoreBench } from './bench';

/** What a lease suite needs besides the store: other processes and a clock. */
export interface LeaseBench extends StoreBench<LeaseStore> {
  /** A store of a process that lives, and is not this one. */
  openAlive(): Promise<LeaseStore>;
  /** A store of a process that has died. */
  openDead(): Promise<LeaseStore>;
  advance(milliseconds: number): void;
}

/** What every lease store must do. */
export function describeLeaseStore(createBench: () => Promise<LeaseBench>): void {
  describe('a lease store', () => {
    let bench: LeaseBench;
    let store: LeaseStore;
    beforeEach(async () => {
      bench = await createBench();
      store = await bench.open();
    });
    afterEach(() => bench.destroy());

    it('gives a lease to one process, which may renew it, until its time is over', async () => {
      const other = await bench.openAlive();
      expect(await store.acquire('sweeper', 1_000)).toBe(true);
      expect(await other.acquire('sweeper', 1_000)).toBe(false);
      bench.advance(900);
      expect(await store.acquire('sweeper', 1_000)).toBe(true);
      bench.advance(900);
      expect(await other.acquire('sweeper', 1_000)).toBe(false);
      bench.advance(101);
      expect(await other.acquire('sweeper', 1_000)).toBe(true);
      expect(await store.acquire('sweeper', 1_000)).toBe(false);
    });

    it('gives one of many that ask at once the lease', async () => {
      const other = await bench.openAlive();
      const taken = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? store : other).acquire('sweeper', 1_000)));
      expect(new Set(taken.filter((_, n) => n % 2))).not.toEqual(new Set(taken.filter((_, n) => n % 2 === 0)));
      expect(taken.filter(Boolean)).toHaveLength(10);
    });

    it('takes over at once from a process that died', async () => {
      expect(await (await bench.openDead()).acquire('sweeper', 1_000_000)).toBe(true);
      expect(await store.acquire('sweeper', 1_000)).toBe(true);
    });

    it('lets another have what was released, and nobody releases what another has', async () => {
      const other = await bench.openAlive();
      await store.acquire('sweeper', 1_000);
      await other.release('sweeper');
      expect(await other.acquire('sweeper', 1_000)).toBe(false);
      await store.release('sweeper');
      expect(await other.acquire('sweeper', 1_000)).toBe(true);
      await store.release('never taken');
    });

    it('keeps names apart', async () => {
      const other = await bench.openAlive();
      await store.acquire('sweeper', 1_000);
      expect(await other.acquire('something else', 1_000)).toBe(true);
    });
  });
}
