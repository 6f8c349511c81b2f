import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { defineTool } from '../../contracts/define-tool';
import type { ModelProvider } from '../../contracts/ports/model-provider';
import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import { createEngineRig, type EngineRig, type Run, toLines } from '../harness/engine-rig';

/** What the contract promises, whatever the execution does. */
const LONGEST_CANCEL_MS = 15_000;

let rig: EngineRig;
/** Requests to the provider that never answers. */
let deafRequests = 0;
let deafCalls = 0;

/** Neither answers nor cares that it is aborted. */
const deafProvider: ModelProvider = {
  id: 'deaf',
  configured: true,
  models: [{ name: 'wall', capabilities: { tools: true, structuredOutput: false } }],
  async *stream() {
    deafRequests++;
    await new Promise(() => undefined);
    yield { type: 'text' as const, text: 'never' };
  },
};

const deafTool = defineTool({
  id: 'deaf_tool',
  description: 'Sleeps on, whoever calls.',
  inputSchema: { type: 'object' },
  repeat: 'idempotent',
  run: () => {
    deafCalls++;
    return new Promise<never>(() => undefined);
  },
});

beforeAll(async () => {
  rig = await createEngineRig({ tools: [deafTool], models: [deafProvider] });
  const model = { provider: 'deaf', name: 'wall' };
  await rig.agents({ name: 'A' }, { name: 'Deaf', model }, { name: 'Caller', tools: ['deaf_tool'] });
});
afterAll(() => rig.close());
beforeEach(() => {
  deafRequests = 0;
  deafCalls = 0;
  rig.model.setBehaviour({});
});

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const deaf = { id: 'deaf', type: 'agent', agent: 'Deaf' } as const;
const tool = { id: 'tool', type: 'tool', tool: 'deaf_tool' } as const;
const then = (step: StepInput): StepInput => ({ id: 'row', type: 'sequential', steps: [step, a] });
const started = (run: Run, path: string) =>
  waitUntil(async () => toLines(await run.feed()).includes(`stepStarted ${path}`), 20_000, `${path} did not start`);

/** Asks as the API does: the store first, then the engine. */
async function cancel(run: Run): Promise<void> {
  await rig.executions.requestCancel(LOCAL_ORGANIZATION, run.id);
  await run.handle.cancel();
}

async function expectCancelled(run: Run): Promise<void> {
  const asked = Date.now();
  await cancel(run);
  const { execution, requests } = await run.finished();
  expect(execution.status).toBe('cancelled');
  expect(Date.now() - asked).toBeLessThan(LONGEST_CANCEL_MS);
  expect(Object.keys(requests).filter((call) => call.startsWith('row/a:'))).toEqual([]);
}

it('a provider that ignores its signal', async () => {
  const run = await rig.start(then(deaf));
  await waitUntil(() => deafRequests === 1, 20_000, 'the provider was not asked');
  await expectCancelled(run);
  expect(deafRequests).toBe(1);
});

it('a tool that ignores its signal', async () => {
  const run = await rig.start(then(tool));
  await waitUntil(() => deafCalls === 1, 20_000, 'the tool was not called');
  await expectCancelled(run);
  expect(deafCalls).toBe(1);
});

it('an agent whose tool ignores its signal', async () => {
  rig.model.setBehaviour({ toolCalls: [{ tool: 'deaf_tool', arguments: {} }] });
  const run = await rig.start(then({ id: 'caller', type: 'agent', agent: 'Caller' }));
  await waitUntil(() => deafCalls === 1, 20_000, 'the tool was not called');
  await expectCancelled(run);
});

it('a call that waits a minute for its next attempt', async () => {
  rig.model.setBehaviour({ fail: { status: 503 } });
  const run = await rig.start(then({ ...a, id: 'again', retry: { initialInterval: '60s' } }));
  await waitUntil(async () => toLines(await run.feed()).includes('callRetried row/again'), 20_000, 'nothing is tried again');
  await expectCancelled(run);
});

it('all of it at once, in parallel branches', async () => {
  const waits: StepInput[] = [
    { id: 'rest', type: 'wait', for: '100d' },
    { id: 'pay', type: 'wait', event: 'paid' },
    { id: 'ask', type: 'approval', prompt: 'May it?' },
  ];
  const run = await rig.start(then({ id: 'all', type: 'concurrent', branches: [deaf, tool, ...waits] }));
  await waitUntil(() => deafRequests === 1 && deafCalls === 1, 20_000, 'the branches did not begin');
  await started(run, 'row/all/ask');
  await expectCancelled(run);
});

it('no call begins once the cancel is in the store, though Temporal has not heard of it yet', async () => {
  rig.model.setBehaviour({ hold: { gate: 'first', at: 'beforeFirstByte' } });
  const run = await rig.start({ id: 'row', type: 'sequential', steps: [{ ...a, id: 'one' }, a] });
  await waitUntil(() => rig.model.requests.some(({ call }) => call.startsWith(`${run.id}/`)), 20_000, 'no call began');
  await rig.executions.requestCancel(LOCAL_ORGANIZATION, run.id);
  rig.model.release('first');
  await waitUntil(async () => (await rig.executions.get(LOCAL_ORGANIZATION, run.id))?.usage.calls === 1, 20_000, 'the call did not finish');
  await new Promise((resolve) => setTimeout(resolve, 500));
  await run.handle.cancel();
  const { execution, requests } = await run.finished();
  expect(execution).toMatchObject({ status: 'cancelled', usage: { calls: 1, wastedCalls: 0 } });
  expect(Object.keys(requests)).toEqual(['row/one:m1']);
});
