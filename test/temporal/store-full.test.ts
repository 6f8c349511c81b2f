import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { StoreFull } from '../../contracts/ports/store-errors';
import { createEngineRig, type EngineRig } from '../harness/engine-rig';

let rig: EngineRig;
/** How often the store still refuses to write the beginning or the end of an attempt. */
const refusals = { begin: 0, end: 0 };

function refuse(what: keyof typeof refusals): void {
  if (refusals[what] === 0) return;
  refusals[what] -= 1;
  throw new StoreFull();
}

beforeAll(async () => {
  rig = await createEngineRig({
    wrapStore: (store) => ({
      ...store,
      async beginAttempt(...given) {
        refuse('begin');
        return store.beginAttempt(...given);
      },
      async endAttempt(...given) {
        refuse('end');
        return store.endAttempt(...given);
      },
    }),
  });
  await rig.agents({ name: 'One' });
});

afterAll(() => rig?.close());

/** Runs one call to its end; `attempts` are the numbers of its attempts on record. */
async function runCall() {
  const started = await rig.start({ id: 'one', type: 'agent', agent: 'One', retry: { initialInterval: '10ms' } });
  const finished = await started.finished();
  const page = await rig.executions.listAttempts(LOCAL_ORGANIZATION, started.id, { limit: 10 });
  return { ...finished, attempts: page === 'invalidCursor' ? [] : page.items.map(({ attempt }) => attempt) };
}

test('a call waits for a full store before it begins, and uses up no attempt', async () => {
  refusals.begin = 4;
  const { execution, requests, attempts } = await runCall();
  expect(execution).toMatchObject({ status: 'completed', usage: { calls: 1, wastedCalls: 0 } });
  expect(refusals.begin).toBe(0);
  expect(requests).toEqual({ 'one:m1': 1 });
  expect(attempts).toEqual([1]);
});

test('an attempt that failed is on record, once the store takes it, before the next one is made', async () => {
  rig.model.setBehaviour({ fail: { status: 503, times: 1 } });
  refusals.end = 3;
  const { execution, events, attempts } = await runCall();
  expect(execution).toMatchObject({ status: 'completed', usage: { calls: 1, wastedCalls: 0 } });
  expect(refusals.end).toBe(0);
  expect(events.filter(({ type }) => type === 'callRetried')).toMatchObject([{ attempt: 1, reason: 'http_503' }]);
  expect(attempts).toEqual([1, 2]);
});
