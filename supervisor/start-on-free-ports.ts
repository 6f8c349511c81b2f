import type { RunFile } from '../contracts/run-file';
import { choosePorts, type TemporalPorts } from './temporal-server';

/** Starts before we give up: between choosing and using a port, somebody else may take it. */
const MOST_STARTS = 3;
/** Of them on ports that somebody knows: a server that was killed while it started has not lost them. */
const KNOWN_STARTS = 2;

export interface FreePortsOptions {
  /** An entry of `run.json` whose ports are taken twice, while they are free, before others. */
  known?: RunFile['temporal'];
  /** Told of every start that failed and is followed by another. */
  onRetry?(err: unknown, ports: TemporalPorts): void;
  mostStarts?: number;
}

/**
 * Starts a Temporal server on two free ports, again or on others when that fails, at most three times; rejects with the last
 * failure. The server takes more ports of its own choice, which somebody may have taken by then too.
 */
export async function startOnFreePorts<T>(
  start: (ports: TemporalPorts) => Promise<T>,
  { known, onRetry, mostStarts = MOST_STARTS }: FreePortsOptions = {},
): Promise<{ running: T; ports: TemporalPorts }> {
  for (let starts = 1; ; starts += 1) {
    const ports = await choosePorts(starts <= KNOWN_STARTS ? known : undefined);
    try {
      return { running: await start(ports), ports };
    } catch (err) {
      if (starts >= mostStarts) throw err;
      onRetry?.(err, ports);
    }
  }
}
