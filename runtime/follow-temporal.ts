import type { Client } from '@temporalio/client';
import type { Worker } from '@temporalio/worker';
import type { Logger } from '../contracts/ports/logger';
import { connectTemporalClient, connectTemporalWorker, type TemporalAddress } from './connect-temporal';

/** Between looks of a worker. */
const LOOK_MS = 2_000;

/** Where the server is, given where it was. */
type Resolve = (known?: TemporalAddress) => TemporalAddress;

/**
 * The client of the server that `resolve` names at each call, a new one where that has moved. The one before is not
 * closed, for closing it while it repeats a call is an uncaught error; without calls gRPC lets it rest.
 */
export function followTemporal(resolve: Resolve, identity: string, logger: Logger): () => Client {
  let at = resolve();
  let { client } = connectTemporalClient(at, identity);
  return () => {
    const { address, namespace } = resolve(at);
    if (address !== at.address || namespace !== at.namespace) {
      logger.info({ from: at.address, to: address }, 'The Temporal server has moved');
      at = { address, namespace };
      ({ client } = connectTemporalClient(at, identity));
    }
    return client;
  };
}

/**
 * Gives the worker another connection when `resolve`, given the address before, names another server: a Studio that was
 * stopped and is started again has its Temporal elsewhere. The old connection is closed. Returns what ends the looking.
 */
export function followTemporalWorker(worker: Pick<Worker, 'connection'>, resolve: Resolve, logger: Logger): () => void {
  let at = resolve();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function look(): Promise<void> {
    const now = resolve(at);
    if (now.address === at.address) return;
    const connection = await connectTemporalWorker(now.address);
    const before = worker.connection;
    worker.connection = connection;
    logger.info({ from: at.address, to: now.address }, 'The Temporal server has moved');
    at = now;
    await before?.close();
  }

  async function lookAgain(): Promise<void> {
    await look().catch((err: unknown) => logger.warn({ err }, 'The Temporal server that has moved cannot be reached; trying again'));
    if (!stopped) timer = setTimeout(lookAgain, LOOK_MS).unref();
  }
  timer = setTimeout(lookAgain, LOOK_MS).unref();

  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
