import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_NAMESPACE } from '../../contracts/constants';
import { connectTemporalClient } from '../../runtime/connect-temporal';
import { ensureNamespace } from '../../runtime/ensure-namespace';
import { findTemporal } from '../../supervisor/find-temporal';
import { endProcess } from '../../supervisor/running-process';
import { startOnFreePorts } from '../../supervisor/start-on-free-ports';
import { startTemporalServer, type TemporalPorts, toAddresses } from '../../supervisor/temporal-server';
import { createQuickFolder } from './quick-folder';

/** A Temporal server tuned as the product's, on ephemeral ports, with our namespace and search attributes. */
export interface TestTemporal {
  address: string;
  namespace: string;
  pid: number;
  stop(): Promise<void>;
}

/** Starts one with a database file of its own, which `stop` removes. */
export async function startTestTemporal(dynamicConfig?: Record<string, string>): Promise<TestTemporal> {
  const folder = createQuickFolder('studio-temporal-');
  const { path } = await findTemporal();
  const files = { database: join(folder, 'temporal.db'), log: join(folder, 'temporal.log') };
  const start = (ports: TemporalPorts) => startTemporalServer(path, ports, files, undefined, dynamicConfig);
  const { running, ports } = await startOnFreePorts(start);
  const { address } = toAddresses(ports);
  const temporal = connectTemporalClient({ address, namespace: DEFAULT_NAMESPACE });
  await ensureNamespace(temporal.connection, DEFAULT_NAMESPACE);
  await temporal.close();
  return {
    address,
    namespace: DEFAULT_NAMESPACE,
    pid: running.pid,
    stop: async () => {
      await endProcess(running, 3_000);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server that jest started for the `temporal` tests (globalSetup). */
export function testTemporal(): Pick<TestTemporal, 'address' | 'namespace'> {
  const address = process.env.TEST_TEMPORAL_ADDRESS;
  if (address === undefined) {
    throw new Error('These tests need the server of globalSetup; run them with: npx jest --selectProjects temporal');
  }
  return { address, namespace: DEFAULT_NAMESPACE };
}
