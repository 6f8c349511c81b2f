import type { Config } from '../contracts/config';
import type { Logger } from '../contracts/ports/logger';
import { connectTemporalClient } from './connect-temporal';
import { ensureNamespace } from './ensure-namespace';

/**
 * What `npm start` does before its children begin, for a process that runs alone on an existing Temporal: makes the
 * product's namespace where it is missing. Does nothing under a supervisor, nor on the Temporal of a `run.json`. That
 * it cannot be made is only logged: the process may be allowed less than whoever made it.
 */
export async function prepareNamespace(config: Config, logger: Logger): Promise<void> {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = config;
  if (process.send !== undefined || address === undefined) return;
  const { connection, close } = connectTemporalClient({ address, namespace }, undefined, { retry: false });
  try {
    await ensureNamespace(connection, namespace);
  } catch (err) {
    logger.warn({ err, address, namespace }, 'It could not be seen to that the namespace exists');
  } finally {
    await close();
  }
}
