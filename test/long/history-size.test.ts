import type { temporal } from '@temporalio/proto';
import type { StepInput } from '../../contracts/steps';
import type { ChatRequest } from '../fakes/openai/behaviour';
import { createEngineRig, type EngineRig, type Run } from '../harness/engine-rig';
import { startTestTemporal, type TestTemporal } from '../harness/temporal-server';

const KIB = 1024;
/** Five kilobytes of words, as a tool or a model might say them. */
const page = 'the sea comes and goes, twice a day, '.repeat(140).slice(0, 5 * KIB);

let server: TestTemporal;
let rig: EngineRig;

beforeAll(async () => {
  const repeated = (id: string, text: string) => ({
    ...{ id, description: id, inputSchema: { type: 'object' }, repeat: 'pure' as const },
    run: async () => text,
  });
  server = await startTestTemporal();
  rig = await createEngineRig({
    temporal: server,
    tools: [repeated('page', page), repeated('large', 'x'.repeat(300 * KIB)), repeated('huge', 'y'.repeat(3 * KIB * KIB))],
  });
  await rig.agents({ name: 'A', tools: ['page', 'large', 'huge'], limits: { maxTurns: 200 } });
});
afterAll(async () => {
  await rig?.close();
  await server?.stop();
});

type Payload = temporal.api.common.v1.IPayload;

/** Bytes of a run's history, and of the largest payload in it. */
async function measure(run: Run): Promise<{ events: number; bytes: number; largestPayload: number }> {
  const { events } = await run.handle.fetchHistory();
  const sizes = payloadsIn(events).map(({ data }) => data?.length ?? 0);
  const bytes = Number((await run.handle.describe()).raw.workflowExecutionInfo?.historySizeBytes);
  return { events: events?.length ?? 0, bytes, largestPayload: Math.max(...sizes) };
}

function payloadsIn(value: unknown): Payload[] {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return [];
  if ('data' in value && value.data instanceof Uint8Array) return [value as Payload];
  return Object.values(value).flatMap(payloadsIn);
}

const root: StepInput = { id: 'a', type: 'agent', agent: 'A' };

it('keeps the history of 200,000 tokens and 100 tool calls of 5 KB under 2 MB', async () => {
  const asks = { toolCalls: [{ tool: 'page', arguments: { about: page } }], insists: true, text: page };
  rig.model.setBehaviour((_, { call }) => (call.endsWith(':m101') ? { text: 'done' } : asks));
  const run = await rig.start(root, page);
  const { execution, messages, events } = await run.finished();
  expect(execution).toMatchObject({ status: 'completed', usage: { calls: 101 } });
  expect(events.filter(({ type }) => type === 'toolCompleted')).toHaveLength(100);
  expect(messages).toHaveLength(200);
  const { bytes, largestPayload } = await measure(run);
  expect(bytes).toBeGreaterThan(50 * KIB);
  expect(bytes).toBeLessThan(2 * KIB * KIB);
  expect(largestPayload).toBeLessThan(64 * KIB);
}, 150_000);

it('passes a tool’s result of 3 MB, and twenty of 300 KB at once, by reference', async () => {
  const large = { tool: 'large', arguments: {} };
  rig.model.setBehaviour(({ messages }: ChatRequest) => {
    const answered = messages.filter(({ role }) => role === 'tool').length;
    if (answered === 0) return { toolCalls: [{ tool: 'huge', arguments: {} }] };
    return answered === 1 ? { toolCalls: Array.from({ length: 20 }, () => large), insists: true } : { text: 'done' };
  });
  const run = await rig.start(root);
  const { execution, messages } = await run.finished();
  expect(execution).toMatchObject({ status: 'completed', usage: { calls: 3 } });
  expect(messages.filter(({ role }) => role === 'tool').map(({ text }) => text.length)).toEqual([
    3 * KIB * KIB,
    ...Array.from({ length: 20 }, () => 300 * KIB),
  ]);
  const { bytes, largestPayload } = await measure(run);
  expect(largestPayload).toBeLessThan(64 * KIB);
  expect(bytes).toBeLessThan(256 * KIB);
});
