import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import type { RunFile } from '../../contracts/run-file';
import { createDataFolder } from '../../runtime/data-folder';
import { readRunFile } from '../../runtime/run-file';
import { waitUntil } from '../../runtime/wait-until';
import { commandLine } from '../../supervisor/inspect-process';
import { endAllOf, signal, waitGone } from './processes';
import { spawnSupervisor } from './spawn-supervisor';
import { workerPolls } from './worker-polls';

export type StudioPart = 'worker' | 'api' | 'temporal' | 'supervisor';

/** A whole product in a data folder of its own, as `npm start` runs it. */
export interface TestStudio {
  /** Of API and page. */
  url: string;
  dataFolder: string;
  /** What `run.json` says now; throws when there is none. */
  run(): RunFile;
  /** Null while it is being started. */
  pidOf(part: StudioPart): number | null;
  /** Signals a part, or all four at once; with SIGKILL (the default) resolves when they are gone. */
  kill(part: StudioPart | 'all', name?: NodeJS.Signals): Promise<void>;
  /**
   * Stops a process where it stands, but not in mid-write: one that holds the database's lock would hold up all the
   * others on its machine. `kill(part, 'SIGCONT')` lets it go on.
   */
  freeze(part: 'worker' | 'api'): Promise<void>;
  /** Resolves when a worker other than `than` polls Temporal; returns its process id. */
  waitForWorker(than?: number): Promise<number>;
  /** Resolves when an API process other than `than` answers `/ready`; returns its process id. */
  waitForApi(than?: number): Promise<number>;
  /** Everything that it wrote so far, of both streams. */
  output(): string;
  /** Starts another supervisor on the same folder, once this one has ended. */
  startAgain(env?: StartStudioOptions['env']): Promise<TestStudio>;
  /** Ends everything in order, by SIGTERM; returns the milliseconds that took. */
  stop(): Promise<number>;
  /** Ends whatever still lives and removes the folder. Every test that starts a Studio calls it, on the last one. */
  cleanUp(): Promise<void>;
}

export interface StartStudioOptions {
  env?: Record<string, string | undefined>;
  /** A folder that the caller removes; else one that `cleanUp` removes. */
  dataFolder?: string;
}

const START_MS = 90_000;

/** Starts the product on an ephemeral port; resolves when it has printed its address, being ready, and has made the examples. */
export function startStudio({ env, dataFolder }: StartStudioOptions = {}): Promise<TestStudio> {
  return start(dataFolder ?? mkdtempSync(join(tmpdir(), 'studio-')), { env, isOurFolder: dataFolder === undefined });
}

async function start(dataFolder: string, options: { env: StartStudioOptions['env']; isOurFolder: boolean }): Promise<TestStudio> {
  const supervisor = spawnSupervisor(dataFolder, options.env);
  const runPath = join(dataFolder, 'run.json');
  /** Every process that was ever in `run.json`, for a test may end while one is being replaced. */
  const known = new Set<number>();
  const remember = () => {
    const content = readRunFile(runPath);
    for (const pid of [content?.worker?.pid, content?.api?.pid, content?.temporal?.pid]) {
      if (pid) {
        known.add(pid);
      }
    }
  };
  const cleanUp = async (): Promise<void> => {
    remember();
    signal(supervisor.pid, 'SIGKILL');
    await waitGone(supervisor.pid);
    remember();
    await endAllOf(dataFolder, known);
    if (options.isOurFolder) {
      rmSync(dataFolder, { recursive: true, force: true });
    }
  };

  const address = () => /^Agent Studio {2}(\S+)$/m.exec(supervisor.output())?.[1];
  const { examplesMarker } = createDataFolder(dataFolder);
  const isComplete = () => address() !== undefined && existsSync(examplesMarker);
  try {
    await waitUntil(() => isComplete() || supervisor.exitCode() !== null, START_MS, 'The Studio was not ready');
  } catch (error) {
    await cleanUp();
    throw new Error(`${(error as Error).message}; it wrote:\n${supervisor.output()}`, { cause: error });
  }
  const url = address();
  if (url === undefined) {
    await cleanUp();
    throw new Error(`The Studio ended before it was ready; it wrote:\n${supervisor.output()}`);
  }
  remember();

  const run = (): RunFile => {
    const content = readRunFile(runPath);
    if (content === null) {
      throw new Error(`There is no ${runPath}`);
    }
    return content;
  };
  const findPid = (part: StudioPart) => (part === 'supervisor' ? supervisor.pid : run()[part]?.pid) || null;
  const pidOf = (part: StudioPart): number => {
    const pid = findPid(part);
    if (pid === null) {
      throw new Error(`run.json names no ${part}`);
    }
    return pid;
  };
  const waitForOther = async (part: 'worker' | 'api', than: number | undefined, works: (pid: number) => Promise<boolean>) => {
    let found = 0;
    const another = async () => {
      found = run()[part]?.pid ?? 0;
      return found !== 0 && found !== than && commandLine(found) !== '' && (await works(found));
    };
    await waitUntil(another, 30_000, `No other ${part} came`);
    remember();
    return found;
  };

  return {
    url,
    dataFolder,
    run,
    pidOf: findPid,
    kill: async (part, name = 'SIGKILL') => {
      remember();
      const parts: StudioPart[] = part === 'all' ? ['supervisor', 'worker', 'api', 'temporal'] : [part];
      const pids = parts.map(pidOf);
      for (const pid of pids) {
        signal(pid, name);
      }
      if (name === 'SIGKILL') {
        await Promise.all(pids.map((pid) => waitGone(pid)));
      }
    },
    freeze: async (part) => {
      const isBetweenWrites = () => {
        const pid = pidOf(part);
        signal(pid, 'SIGSTOP');
        const isFree = canBeWritten(createDataFolder(dataFolder).database);
        if (!isFree) signal(pid, 'SIGCONT');
        return isFree;
      };
      await waitUntil(isBetweenWrites, 10_000, `The ${part} was always writing`);
    },
    waitForWorker: (than) => waitForOther('worker', than, (pid) => workerPolls(dataFolder, `worker-${pid}`)),
    waitForApi: (than) => waitForOther('api', than, () => isReady(url)),
    output: supervisor.output,
    startAgain: async (env) => {
      await waitGone(supervisor.pid);
      return start(dataFolder, { ...options, env: { ...options.env, ...env } });
    },
    stop: async () => {
      const start = Date.now();
      remember();
      signal(supervisor.pid, 'SIGTERM');
      await waitUntil(() => supervisor.exitCode() !== null, 15_000, 'The Studio did not end');
      return Date.now() - start;
    },
    cleanUp,
  };
}

/** Whether nobody holds the lock of this SQLite file. */
function canBeWritten(file: string): boolean {
  const database = new Libsql(file);
  try {
    database.exec('BEGIN IMMEDIATE; ROLLBACK');
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    return false;
  } finally {
    database.close();
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL('/ready', url), { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    // Nobody listens yet; it is asked again.
    return false;
  }
}
