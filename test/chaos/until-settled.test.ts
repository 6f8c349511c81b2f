import { StudioError } from '../../client';
import { persist } from './persist';
import { untilSettled } from './until-settled';

const quickly = { stillMs: 40, lookMs: 1 };

it('a run waits as long as something gets on, however long that takes', async () => {
  let looks = 0;
  const begun = performance.now();
  const look = () => (performance.now() - begun > 100 ? '' : `${looks++}`);
  expect(await untilSettled(look, quickly)).toBeNull();
});

it('a run says what stands still', async () => {
  expect(await untilSettled(() => 'exe_1 running 3', quickly)).toBe('exe_1 running 3');
});

it('who asks in vain goes home when the run has given up', async () => {
  const gaveUp = new AbortController();
  const asking = persist(() => Promise.reject(new StudioError('network_error', 'No answer')), gaveUp.signal);
  await new Promise(setImmediate);
  gaveUp.abort();
  await expect(asking).rejects.toThrow('given up; the last answer was: StudioError: No answer');
});
