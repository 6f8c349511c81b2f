import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot } from '../../runtime/project-root';
import { waitUntil } from '../../runtime/wait-until';
import { workerPolls } from './worker-polls';

/** What `npm run api` or `npm run worker` runs, beside a Studio. */
export interface ExtraProcess {
  pid: number;
  /** What it wrote so far, of both streams. */
  output(): string;
  /** Resolves when it has ended, by whatever. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Ends it with this signal (SIGKILL) and resolves when it is gone; one that has ended is no error. */
  end(name?: NodeJS.Signals): Promise<void>;
}

/** Node's arguments of what `npm run worker` and `npm run api` run. */
const WORKER = ['--import', 'tsx', 'workers/main.ts'];
const API = ['--import', 'tsx', 'api/main.ts'];

/** Starts a worker, of an environment that names its Temporal; resolves at once. */
export function startLoneWorker(dataFolder: string, env: Record<string, string>): ExtraProcess {
  return start(WORKER, dataFolder, env);
}

/** Starts a worker that finds Temporal in the folder's `run.json`; resolves when it polls. */
export async function startExtraWorker(dataFolder: string, env: Record<string, string>, program = WORKER): Promise<ExtraProcess> {
  const worker = start(program, dataFolder, env);
  await untilTrue(worker, () => workerPolls(dataFolder, `worker-${worker.pid}`), 'The worker did not poll');
  return worker;
}

/** Starts an API that finds Temporal in the folder's `run.json`, on a port of its own; resolves when it answers `/ready`. */
export async function startExtraApi(
  dataFolder: string,
  env: Record<string, string>,
  program = API,
): Promise<ExtraProcess & { url: string }> {
  return startApi(program, dataFolder, env, async (url) => (await fetch(new URL('/ready', url))).ok);
}

/** The same without a Studio and whatever Temporal says; resolves when it listens. */
export function startApiAlone(dataFolder: string, env: Record<string, string>): Promise<ExtraProcess & { url: string }> {
  return startApi(API, dataFolder, env, async () => true);
}

async function startApi(
  program: string[],
  dataFolder: string,
  env: Record<string, string>,
  isReady: (url: string) => Promise<boolean>,
): Promise<ExtraProcess & { url: string }> {
  const api = start(program, dataFolder, { ...env, STUDIO_PORT: '0' });
  const url = () => /"listening":"([^"]+)"/.exec(api.output())?.[1];
  const answers = async () => {
    const address = url();
    return address !== undefined && (await isReady(address));
  };
  await untilTrue(api, answers, 'The API was not ready');
  return { ...api, url: url() ?? '' };
}

function start(program: string[], dataFolder: string, env: Record<string, string>): ExtraProcess & { child: ChildProcess } {
  const child = spawn(process.execPath, program, {
    cwd: projectRoot(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      OPENAI_API_KEY: undefined,
      OPENAI_BASE_URL: undefined,
      TEMPORAL_ADDRESS: undefined,
      TEMPORAL_NAMESPACE: undefined,
      STUDIO_DATA: dataFolder,
      ...env,
    } as NodeJS.ProcessEnv,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program.join(' ')} could not be started`);
  return {
    child,
    pid,
    output: () => text,
    ended: new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal }))),
    async end(name = 'SIGKILL') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(name);
      await once(child, 'exit');
    },
  };
}

async function untilTrue(
  started: ExtraProcess & { child: ChildProcess },
  condition: () => Promise<boolean>,
  complaint: string,
): Promise<void> {
  try {
    await waitUntil(
      async () => {
        if (started.child.exitCode !== null || started.child.signalCode !== null) throw new Error('It has ended');
        return condition();
      },
      60_000,
      complaint,
    );
  } catch (error) {
    await started.end();
    throw new Error(`${(error as Error).message}; it wrote:\n${started.output()}`, { cause: error });
  }
}
