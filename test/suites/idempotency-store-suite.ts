import type { IdempotencyStore } from '../../contracts/ports/idempotency-store';
import type { StoreBench } from './bench';

/** What an idempotency suite needs besides the store: other processes and a clock. */
export interface IdempotencyBench extends StoreBench<IdempotencyStore> {
  /** A store of a process that lives, and is not this one. */
  openAlive(): Promise<IdempotencyStore>;
  /** A store of a process that has died. */
  openDead(): Promise<IdempotencyStore>;
  advance(milliseconds: number): void;
}

const scope = { organizationId: 'org', method: 'POST', path: '/api/v1/agents', key: 'k-1' };
const answer = { status: 201, headers: { etag: '"1"' }, body: { id: 'r1', list: [1, null] } };

/** What every idempotency store must do. */
export function describeIdempotencyStore(createBench: () => Promise<IdempotencyBench>): void {
  describe('an idempotency store', () => {
    let bench: IdempotencyBench;
    let store: IdempotencyStore;
    beforeEach(async () => {
      bench = await createBench();
      store = await bench.open();
    });
    afterEach(() => bench.destroy());

    it('gives a new key to the first and keeps its answer for repeats', async () => {
      expect(await store.claim(scope, 'hash', 'r1')).toEqual({ state: 'mine', resourceId: 'r1' });
      expect(await store.claim(scope, 'hash', 'r2')).toEqual({ state: 'busy' });
      await store.complete(scope, answer);
      expect(await store.claim(scope, 'hash', 'r3')).toEqual({ state: 'done', answer });
      await store.complete(scope, { ...answer, status: 500 });
      expect(await (await bench.openAlive()).claim(scope, 'hash', 'r3')).toEqual({ state: 'done', answer });
    });

    it('answers another body with a conflict, before and after the end', async () => {
      await store.claim(scope, 'hash', 'r1');
      expect(await store.claim(scope, 'other', 'r2')).toEqual({ state: 'conflict' });
      await store.release(scope);
      expect(await store.claim(scope, 'other', 'r2')).toEqual({ state: 'conflict' });
      await store.complete(scope, answer);
      expect(await store.claim(scope, 'other', 'r2')).toEqual({ state: 'conflict' });
    });

    it('keeps the resource id after a release', async () => {
      await store.claim(scope, 'hash', 'r1');
      await store.release(scope);
      expect(await store.claim(scope, 'hash', 'r2')).toEqual({ state: 'mine', resourceId: 'r1' });
      expect(await store.claim(scope, 'hash', 'r3')).toEqual({ state: 'busy' });
    });

    it('takes over at once from a process that died, with the same resource id', async () => {
      await (await bench.openDead()).claim(scope, 'hash', 'r1');
      expect(await store.claim(scope, 'hash', 'r2')).toEqual({ state: 'mine', resourceId: 'r1' });
    });

    it('leaves a living process its claim for a minute', async () => {
      const alive = await bench.openAlive();
      await alive.claim(scope, 'hash', 'r1');
      bench.advance(59_000);
      expect(await store.claim(scope, 'hash', 'r2')).toEqual({ state: 'busy' });
      bench.advance(2_000);
      expect(await store.claim(scope, 'hash', 'r2')).toEqual({ state: 'mine', resourceId: 'r1' });
      await alive.release(scope);
      expect(await alive.claim(scope, 'hash', 'r3')).toEqual({ state: 'busy' });
    });

    it('gives one of fifty claims at once the key', async () => {
      const alive = await bench.openAlive();
      const claims = await Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 ? store : alive).claim(scope, 'hash', `r${n}`)));
      expect(claims.filter(({ state }) => state === 'mine')).toHaveLength(1);
      expect(claims.filter(({ state }) => state === 'busy')).toHaveLength(49);
    });

    it('keeps scopes apart', async () => {
      await store.claim(scope, 'hash', 'r1');
      for (const [field, value] of Object.entries({ organizationId: 'other', method: 'PUT', path: '/else', key: 'k-2' })) {
        expect(await store.claim({ ...scope, [field]: value }, 'h2', 'r2')).toEqual({ state: 'mine', resourceId: 'r2' });
      }
    });

    it('forgets after 24 hours', async () => {
      await store.claim(scope, 'hash', 'r1');
      await store.complete(scope, answer);
      await store.claim({ ...scope, key: 'k-2' }, 'hash', 'r1');
      bench.advance(24 * 3_600_000 - 1_000);
      expect(await store.purge()).toBe(0);
      expect(await store.claim(scope, 'hash', 'r2')).toMatchObject({ state: 'done' });
      bench.advance(2_000);
      expect(await store.claim(scope, 'other', 'r2')).toEqual({ state: 'mine', resourceId: 'r2' });
      expect(await store.purge()).toBe(1);
      expect(await store.purge()).toBe(0);
    });
  });
}
