import { StoreUnavailable } from '../../contracts/ports/store-errors';
import { type StoreFaults, withFaults } from './faulty-store';

const SOUND: StoreFaults = { seed: 1, delay: 0, longestDelayMs: 0, fail: 0, landed: 0 };

function createCounting() {
  const done: string[] = [];
  const store = {
    async commitCall(id: string) {
      done.push(id);
      return id;
    },
    get: async () => done,
    listOpen: async () => done,
    async listStarted(id: string) {
      done.push(id);
    },
  };
  return { store, done };
}

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => jest.restoreAllMocks());

it('refuses a write, of which nothing exists then', async () => {
  const { store, done } = createCounting();
  await expect(withFaults(store, { ...SOUND, fail: 1 }).commitCall('x')).rejects.toBeInstanceOf(StoreUnavailable);
  expect(done).toEqual([]);
});

it('lets a write land and tells its caller that it did not', async () => {
  const { store, done } = createCounting();
  const faulty = withFaults(store, { ...SOUND, landed: 1 });
  await expect(faulty.commitCall('x')).rejects.toBeInstanceOf(StoreUnavailable);
  await expect(faulty.listStarted('y')).rejects.toBeInstanceOf(StoreUnavailable);
  expect(done).toEqual(['x', 'y']);
});

it('is late, and done all the same', async () => {
  const { store, done } = createCounting();
  const written = withFaults(store, { ...SOUND, delay: 1, longestDelayMs: 1 }).commitCall('x');
  expect(done).toEqual([]);
  expect(await written).toBe('x');
});

it('leaves reads alone, and goes wrong about as often as it is told, the same for a seed', async () => {
  const { store } = createCounting();
  const outcomes = async () => {
    const faulty = withFaults(store, { ...SOUND, seed: 9, fail: 0.5 });
    expect(await faulty.get()).toBeDefined();
    expect(await faulty.listOpen()).toBeDefined();
    return Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        faulty.commitCall(String(n)).then(
          () => true,
          () => false,
        ),
      ),
    );
  };
  const first = await outcomes();
  expect(await outcomes()).toEqual(first);
  expect(first.filter(Boolean).length).toBeGreaterThan(30);
  expect(first.filter(Boolean).length).toBeLessThan(70);
});
