import { join } from 'node:path';
import type { RunFile } from '../../contracts/run-file';
import { connectTemporalClient } from '../../runtime/connect-temporal';
import { ensureNamespace } from '../../runtime/ensure-namespace';
import { findTemporal } from '../../supervisor/find-temporal';
import { commandLine } from '../../supervisor/inspect-process';
import type { RunningProcess } from '../../supervisor/running-process';
import { startOnFreePorts } from '../../supervisor/start-on-free-ports';
import { adoptTemporalServer, choosePorts, startTemporalServer, toAddresses } from '../../supervisor/temporal-server';
import { useTemporaryFolder } from './temporary-folder';

const temporary = useTemporaryFolder();
const running: RunningProcess[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) {
    server.kill('SIGKILL');
    await server.exited;
  }
});

const files = () => ({ database: join(temporary(), 'temporal.db'), log: join(temporary(), 'temporal.log') });

async function start(): Promise<{ server: RunningProcess; entry: NonNullable<RunFile['temporal']> }> {
  const { path } = await findTemporal();
  const { running: server, ports } = await startOnFreePorts((chosen) => startTemporalServer(path, chosen, files()));
  running.push(server);
  return { server, entry: { ...toAddresses(ports), namespace: 'test', pid: server.pid } };
}

test('a living server of ours is adopted, and one that is not ours is left alone', async () => {
  const { server, entry } = await start();

  await expect(adoptTemporalServer(entry, files().database)).resolves.toMatchObject({ pid: server.pid });
  await expect(adoptTemporalServer(entry, join(temporary(), 'other.db'))).resolves.toBeNull();
  await expect(adoptTemporalServer({ ...entry, pid: process.pid }, files().database)).resolves.toBeNull();
  expect(commandLine(server.pid)).not.toBe('');
});

test('a dead server is not adopted, and its ports are used again', async () => {
  const { server, entry } = await start();
  server.kill('SIGKILL');
  await server.exited;

  await expect(adoptTemporalServer(entry, files().database)).resolves.toBeNull();
  expect(toAddresses(await choosePorts(entry))).toEqual({ address: entry.address, uiUrl: entry.uiUrl });
});

test('a server that lives but does not answer is ended, for two must never share a file', async () => {
  const { server, entry } = await start();
  server.kill('SIGSTOP');

  await expect(adoptTemporalServer(entry, files().database)).resolves.toBeNull();
  await expect(server.exited).resolves.toEqual({ code: null, signal: 'SIGKILL' });
});

test('a server whose port is taken is not mistaken for the one that answers there', async () => {
  const { entry } = await start();
  const { path } = await findTemporal();
  const port = Number(entry.address.split(':')[1]);

  await expect(
    startTemporalServer(path, { port, uiPort: port + 1 }, { database: join(temporary(), 'second.db'), log: files().log }),
  ).rejects.toThrow(/ended at once: .+/);
});

test('ports are none that the system gives to connections, so that nobody has them while a server is started again', async () => {
  const chosen = await Promise.all(Array.from({ length: 20 }, () => choosePorts(undefined)));
  for (const { port, uiPort } of chosen) {
    expect(uiPort).not.toBe(port);
    for (const each of [port, uiPort]) expect(each > 1_024 && each < 32_768).toBe(true);
  }
});

test('a start that finds its ports taken is made again on others, at most three times', async () => {
  const tried: number[] = [];
  const taken = async ({ port }: { port: number }) => {
    tried.push(port);
    if (tried.length < 3) throw new Error(`address already in use: ${port}`);
    return 'running';
  };
  const refused: number[] = [];
  const { running: found, ports } = await startOnFreePorts(taken, { onRetry: (_err, { port }) => refused.push(port) });
  expect(found).toBe('running');
  expect([...refused, ports.port]).toEqual(tried);
  await expect(startOnFreePorts(() => Promise.reject(new Error('in use')))).rejects.toThrow('in use');
});

test('a server that is killed while it starts is started on the ports that are known; then on others', async () => {
  const { server, entry } = await start();
  server.kill('SIGKILL');
  await server.exited;
  const tried: string[] = [];
  const killed = async (ports: { port: number; uiPort: number }) => {
    tried.push(toAddresses(ports).address);
    throw new Error('killed');
  };
  await expect(startOnFreePorts(killed, { known: entry })).rejects.toThrow('killed');
  expect(tried).toEqual([entry.address, entry.address, expect.not.stringMatching(entry.address)]);
});

test('the namespace is made with its retention and attributes, once', async () => {
  const { entry } = await start();
  const { connection, close } = connectTemporalClient({ address: entry.address, namespace: 'ours' });

  await ensureNamespace(connection, 'ours');
  await ensureNamespace(connection, 'ours');

  const { config } = await connection.workflowService.describeNamespace({ namespace: 'ours' });
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'ours' });
  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 60 * 60);
  expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(['AgentStudioOrganization', 'AgentStudioWorkflow']));
  await close();
});
