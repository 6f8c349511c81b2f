import { join } from 'node:path';
import { DEFAULT_NAMESPACE } from '../contracts/constants';
import { connectTemporalClient, type TemporalClient } from '../runtime/connect-temporal';
import { ensureNamespace } from '../runtime/ensure-namespace';
import { findTemporal } from '../supervisor/find-temporal';
import { endProcess } from '../supervisor/running-process';
import { startOnFreePorts } from '../supervisor/start-on-free-ports';
import { startTemporalServer, type TemporalPorts, toAddresses } from '../supervisor/temporal-server';

/** The product's own Temporal server, tuned as the product tunes it, on a database of its own. */
export interface BenchServer {
  address: string;
  namespace: string;
  pid: number;
  temporal: TemporalClient;
  stop(): Promise<void>;
}

/** How long the server may take to put its database down, in milliseconds. */
const STOP_MS = 5_000;

/** Starts it in `folder` and makes the product's namespace in it; `dynamicConfig` has limits of the server that are to be other ones. */
export async function startServer(folder: string, dynamicConfig?: Record<string, string>): Promise<BenchServer> {
  const { path } = await findTemporal();
  const files = { database: join(folder, 'temporal.db'), log: join(folder, 'temporal.log') };
  const start = (ports: TemporalPorts) => startTemporalServer(path, ports, files, undefined, dynamicConfig);
  const { running, ports } = await startOnFreePorts(start);
  const { address } = toAddresses(ports);
  const namespace = DEFAULT_NAMESPACE;
  const temporal = connectTemporalClient({ address, namespace });
  const stop = async () => {
    await temporal.close();
    await endProcess(running, STOP_MS);
  };
  try {
    await ensureNamespace(temporal.connection, namespace);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, namespace, pid: running.pid, temporal, stop };
}
