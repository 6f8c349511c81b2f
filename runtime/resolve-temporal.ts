import type { Config } from '../contracts/config';
import type { TemporalAddress } from './connect-temporal';
import type { DataFolder } from './data-folder';
import { readRunFile } from './run-file';

const DEFAULT_ADDRESS = '127.0.0.1:7233';

/**
 * Which Temporal server a process uses: that of `TEMPORAL_ADDRESS`; else the one in the data folder's `run.json`, so
 * that `npm run worker` and `npm run api` join a running `npm start`; else the one that was `known` before, for a Studio
 * that is stopped for a while has no `run.json`; else the one at Temporal's usual address.
 */
export function resolveTemporal(config: Config, folder: DataFolder, known?: TemporalAddress): TemporalAddress {
  if (config.TEMPORAL_ADDRESS !== undefined) return { address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE };
  const running = readRunFile(folder.runFile)?.temporal;
  return running
    ? { address: running.address, namespace: running.namespace }
    : (known ?? { address: DEFAULT_ADDRESS, namespace: config.TEMPORAL_NAMESPACE });
}
