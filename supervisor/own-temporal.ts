import type { Logger } from '../contracts/ports/logger';
import type { DataFolder } from '../runtime/data-folder';
import { FatalError } from './fatal-error';
import type { FoundTemporal } from './find-temporal';
import type { RunRecord } from './run-record';
import { startOnFreePorts } from './start-on-free-ports';
import { type Supervised, supervise } from './supervise';
import { adoptTemporalServer, startTemporalServer, type TemporalPorts, toAddresses } from './temporal-server';

export interface OwnTemporalOptions {
  namespace: string;
  folder: DataFolder;
  record: RunRecord;
  find(): Promise<FoundTemporal>;
  log: Logger;
}

/**
 * Keeps our own Temporal server running: the one that an earlier supervisor left, or a new one. It has the same ports
 * as long as we live, so clients find it again. Resolves when it answers and is in `run.json`.
 */
export async function keepOwnTemporal({ namespace, folder, record, find, log }: OwnTemporalOptions): Promise<Supervised> {
  let adopted = await adoptTemporalServer(record.before?.temporal ?? undefined, folder.temporalDatabase);
  // Of one that was adopted the clients know the address already.
  const mostStarts = adopted === null ? undefined : 1;
  let ports: TemporalPorts | undefined;
  let program: FoundTemporal | undefined;

  const start = async () => {
    if (adopted !== null) {
      log.info({ pid: adopted.pid }, 'The Temporal server of an earlier start lives and is used');
      const running = adopted;
      adopted = null;
      return running;
    }
    if (program === undefined) {
      program = await find();
      log.info(program, 'The Temporal program was found');
    }
    if (ports !== undefined) {
      return startOn(program, ports);
    }
    const found = program;
    const started = await startOnFreePorts((chosen) => startOn(found, chosen), {
      known: record.before?.temporal ?? undefined,
      mostStarts,
      onRetry: (err, chosen) => log.warn({ err, ports: chosen }, 'The Temporal server did not start; trying again'),
    });
    ports = started.ports;
    return started.running;
  };
  const startOn = (found: FoundTemporal, chosen: TemporalPorts) => {
    const files = { database: folder.temporalDatabase, log: folder.temporalLog };
    return startTemporalServer(found.path, chosen, files, (pid) => {
      const isWritten = record.update({ temporal: { namespace, ...toAddresses(chosen), pid } });
      if (!isWritten) throw new Error('run.json cannot be written; make room on the disk of the data folder');
    });
  };

  return supervise({ name: 'temporal', start, log }).catch((error: Error) => {
    throw error instanceof FatalError
      ? error
      : new FatalError(`The Temporal server does not start (${error.message}); ${folder.temporalLog} has what it wrote.`, { cause: error });
  });
}
