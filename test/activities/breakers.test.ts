import { createBreakers } from '../../activities/limits/breakers';
import { limits } from '../../contracts/limits';
import { ModelError } from '../../contracts/ports/model-provider';

beforeEach(() => jest.useFakeTimers({ now: 1_000_000 }));
afterEach(() => jest.useRealTimers());

const breakers = () => createBreakers(limits.parse({ providers: { strict: { breaker: { failures: 3, openFor: '20s' } } } }));
const failing =
  (code: string, retryable = true) =>
  () =>
    Promise.reject(new ModelError(code, code, { retryable, mayBePaid: false }));
const succeeding = () => Promise.resolve('answer');

async function fail(of: ReturnType<typeof breakers>, provider: string, times: number, code = 'http_503', retryable = true): Promise<void> {
  for (let n = 0; n < times; n++) await expect(of.watch(provider, failing(code, retryable))).rejects.toThrow(code);
}

it('leaves a provider alone after so many failures in a row, then asks it again', async () => {
  const of = breakers();
  await fail(of, 'strict', 2);
  await of.watch('strict', succeeding);
  await fail(of, 'strict', 2);
  expect(of.openUntil('strict')).toBeNull();
  await fail(of, 'strict', 1);
  expect(of.openUntil('strict')).toBe(Date.now() + 20_000);
  expect(of.openUntil('other')).toBeNull();
  jest.advanceTimersByTime(20_000);
  expect(of.openUntil('strict')).toBeNull();
  expect(await of.watch('strict', succeeding)).toBe('answer');
  await fail(of, 'strict', 2);
  expect(of.openUntil('strict')).toBeNull();
});

it('opens again when the one call that goes ahead fails, and keeps others off until it has ended', async () => {
  const of = breakers();
  await fail(of, 'strict', 3);
  jest.advanceTimersByTime(20_000);
  let end: (error: Error) => void = () => {};
  const ahead = of.watch('strict', () => new Promise((_, reject) => (end = reject)));
  expect(of.openUntil('strict')).not.toBeNull();
  end(new ModelError('http_500', 'http_500', { retryable: true, mayBePaid: false }));
  await expect(ahead).rejects.toThrow('http_500');
  expect(of.openUntil('strict')).toBe(Date.now() + 20_000);
});

it('takes a refusal and a limit of rates for answers', async () => {
  const of = breakers();
  await fail(of, 'strict', 10, 'http_429');
  await fail(of, 'strict', 10, 'http_400', false);
  expect(of.openUntil('strict')).toBeNull();
});

it('makes a call that has nowhere else to go, and waits only where that was asked for', async () => {
  const of = breakers();
  await fail(of, 'strict', 3);
  expect(await of.watch('strict', succeeding)).toBe('answer');
  expect(of.heldUntil('strict')).toBe(Date.now() + 20_000);
  await fail(of, 'other', 9);
  expect(of.openUntil('other')).toBeNull();
  await fail(of, 'other', 1);
  expect(of.openUntil('other')).not.toBeNull();
  expect(of.heldUntil('other')).toBeNull();
});

it('lets one of those who wait go ahead, and all of them when it was answered', async () => {
  const of = breakers();
  expect(of.heldUntil('strict')).toBeNull();
  await fail(of, 'strict', 3);
  jest.advanceTimersByTime(20_000);
  expect(Array.from({ length: 3 }, () => of.heldUntil('strict'))).toEqual([null, Date.now() + 2_000, Date.now() + 2_000]);
  // It had leave and something else held it.
  jest.advanceTimersByTime(5_000);
  expect([of.heldUntil('strict'), of.heldUntil('strict')]).toEqual([null, Date.now() + 2_000]);
  await fail(of, 'strict', 1);
  expect(of.heldUntil('strict')).toBe(Date.now() + 20_000);
  jest.advanceTimersByTime(20_000);
  expect([of.heldUntil('strict'), of.heldUntil('strict')]).toEqual([null, Date.now() + 2_000]);
  await of.watch('strict', succeeding);
  expect(Array.from({ length: 3 }, () => of.heldUntil('strict'))).toEqual([null, null, null]);
});
