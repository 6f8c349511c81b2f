import { randomUUID } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { EngineUnavailable, type StartWorkflow } from '../../contracts/ports/engine';
import { connectTemporalClient, type TemporalClient } from '../../runtime/connect-temporal';
import { createTemporalEngine } from '../../runtime/temporal-engine';
import { testTemporal } from '../harness/temporal-server';

let temporal: TemporalClient;
beforeAll(() => {
  temporal = connectTemporalClient(testTemporal());
});
afterAll(() => temporal.close());

/** Nobody works on this task queue: what is started stays as it is. */
const engineOf = (client: TemporalClient) => createTemporalEngine(() => client.client, { taskQueue: 'nobody', heartbeatTimeoutMs: 1_234 });

function toRequest(change: Partial<StartWorkflow> = {}): StartWorkflow {
  return {
    executionId: `exe_${randomUUID()}`,
    organizationId: 'local',
    workflowId: 'wfl_1',
    name: 'Article',
    root: { id: 'a', type: 'tool', tool: 'text_statistics' },
    ...change,
  };
}

it('starts a workflow of the type of the root, under the id of the execution, with its name and ids', async () => {
  const request = toRequest({ name: `Ärtikel ${'x'.repeat(500)}` });
  await engineOf(temporal).start(request);
  const handle = temporal.client.workflow.getHandle(request.executionId);
  const description = await handle.describe();
  expect(description).toMatchObject({ type: 'tool', status: { name: 'RUNNING' }, taskQueue: 'nobody' });
  expect(await description.staticSummary()).toMatch(/^Ärtikel x+$/);
  expect(description.searchAttributes).toMatchObject({ AgentStudioOrganization: ['local'], AgentStudioWorkflow: ['wfl_1'] });
  const { events } = await handle.fetchHistory();
  const [payload, ...more] = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  expect(more).toEqual([]);
  expect(JSON.parse(Buffer.from(payload?.data ?? []).toString())).toEqual({
    organizationId: 'local',
    root: request.root,
    heartbeatTimeoutMs: 1_234,
  });
  await handle.terminate();
});

it('starts nothing twice: not beside one that runs, not after one that has ended', async () => {
  const engine = engineOf(temporal);
  const request = toRequest({ workflowId: null });
  await Promise.all(Array.from({ length: 5 }, () => engine.start(request)));
  const handle = temporal.client.workflow.getHandle(request.executionId);
  const { runId } = await handle.describe();
  await handle.terminate();
  await engine.start(request);
  expect((await handle.describe()).runId).toBe(runId);
  expect(await engine.describe(request.executionId)).toEqual({ status: 'terminated', closedAt: expect.any(String) });
});

it('tells what runs, what has ended and what it does not know apart', async () => {
  const engine = engineOf(temporal);
  const request = toRequest();
  expect(await engine.describe(request.executionId)).toBeNull();
  expect(await engine.cancel(request.executionId)).toBe('missing');
  await engine.start(request);
  expect(await engine.describe(request.executionId)).toEqual({ status: 'running' });
  expect(await engine.cancel(request.executionId)).toBe('requested');
  expect(await engine.cancel(request.executionId)).toBe('requested');
  await engine.terminate(request.executionId, 'It cannot go on');
  expect(await engine.describe(request.executionId)).toMatchObject({ status: 'terminated' });
  await engine.terminate(request.executionId, 'Again');
  const other = toRequest();
  await engine.start(other);
  await temporal.client.workflow.getHandle(other.executionId).terminate();
  expect(await engine.cancel(other.executionId)).toBe('ended');
});

it('is reachable', async () => {
  expect(await engineOf(temporal).isReachable()).toBe(true);
});

it('takes a namespace that is missing for an engine that is away, not for an unknown workflow', async () => {
  const elsewhere = connectTemporalClient({ ...testTemporal(), namespace: 'nobody-made-this' });
  const engine = engineOf(elsewhere);
  await expect(engine.describe('x')).rejects.toBeInstanceOf(EngineUnavailable);
  await expect(engine.start(toRequest())).rejects.toBeInstanceOf(EngineUnavailable);
  expect(await engine.isReachable()).toBe(false);
  await elsewhere.close();
});

it.each([
  ['refuses connections', false],
  ['accepts connections and stays silent', true],
])('says within 5 s that it is away when the server %s', async (_what, accepts) => {
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => sockets.add(socket));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  if (!accepts) await new Promise((resolve) => silent.close(resolve));
  // Without the SDK's retries, whose timers throw when they outlive their connection.
  const connection = Connection.lazy({ address: `127.0.0.1:${port}`, interceptors: [] });
  const client = new Client({ connection, namespace: 'x' });
  const engine = createTemporalEngine(() => client);
  const before = Date.now();
  const calls = [() => engine.start(toRequest()), () => engine.describe('x'), () => engine.cancel('x')];
  await Promise.all(calls.map((call) => expect(call()).rejects.toBeInstanceOf(EngineUnavailable)));
  expect(Date.now() - before).toBeLessThan(5_000);
  expect(await engine.isReachable()).toBe(false);
  await connection.close();
  for (const socket of sockets) socket.destroy();
  if (accepts) await new Promise((resolve) => silent.close(resolve));
});
