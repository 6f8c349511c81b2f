import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../runtime/project-root';
import type { ReadyReport } from '../../runtime/supervised';
import { WORKER_FLAGS } from '../../runtime/worker-flags';
import { buildProcesses } from '../../scripts/build-processes';
import { endProcess, fromChild } from '../../supervisor/running-process';
import type { BenchServer } from '../start-server';

/** The product's own API or worker, in a process of its own. */
export interface Part {
  pid: number;
  /** Of the API. */
  url: string;
  /** Bytes that are alive after a collection. */
  readHeap(): Promise<number>;
  stop(): Promise<void>;
}

interface PartSettings {
  server: Pick<BenchServer, 'address' | 'namespace'>;
  dataFolder: string;
  /** More than the settings that all parts share. */
  env?: Record<string, string>;
}

const STOP_MS = 8_000;

/** Starts it as the supervisor does, and resolves when it is ready. Its log is a file in the data folder. */
export async function startPart(part: 'api' | 'worker', { server, dataFolder, env = {} }: PartSettings): Promise<Part> {
  const file = (await buildProcesses(projectRoot()))[part];
  const inherited = Object.entries(process.env).filter(([name]) => !/^(STUDIO|OPENAI|TEMPORAL)_/.test(name));
  mkdirSync(dataFolder, { recursive: true });
  const logFile = join(dataFolder, `${part}.log`);
  const log = openSync(logFile, 'a');
  const child = fork(file, [dataFolder], {
    execArgv: [
      ...(part === 'worker' ? WORKER_FLAGS : []),
      '--expose-gc',
      '--import',
      pathToFileURL(join(__dirname, 'report-memory.mjs')).href,
    ],
    stdio: ['ignore', 'ignore', log, 'ipc'],
    env: {
      ...Object.fromEntries(inherited),
      STUDIO_DATA: dataFolder,
      STUDIO_PORT: '0',
      // It counts, as in a product, but lets us all through.
      STUDIO_RATE_LIMIT: '1000000',
      // Nothing crashes here, and a sweep over thousands of executions that no worker runs is not what we measure.
      STUDIO_SWEEP_INTERVAL: '12h',
      TEMPORAL_ADDRESS: server.address,
      TEMPORAL_NAMESPACE: server.namespace,
      ...env,
    },
  });
  closeSync(log);
  const ready = Promise.race([once(child, 'message'), once(child, 'exit').then(() => undefined)]);
  const running = await fromChild(child);
  const [report] = ((await ready) ?? []) as [ReadyReport?];
  if (report === undefined) throw new Error(`The ${part} ended before it was ready:\n${readFileSync(logFile, 'utf8')}`);
  return {
    pid: running.pid,
    url: report.url ?? '',
    readHeap: () => readHeap(child),
    stop: async () => void (await endProcess(running, STOP_MS)),
  };
}

async function readHeap(child: ChildProcess): Promise<number> {
  const answer = once(child, 'message') as Promise<[{ bytes: number }]>;
  child.send('memory');
  return (await answer)[0].bytes;
}
