import { spawn } from 'node:child_process';
import { projectRoot } from '../../runtime/project-root';

export interface SpawnedSupervisor {
  pid: number;
  /** Null while it runs; then its exit code, or -1 when a signal ended it. */
  exitCode(): number | null;
  /** Resolves with the exit code when it has ended and everything that it wrote was read. */
  closed: Promise<number>;
  /** What it and its children wrote, of both streams. */
  output(): string;
}

/**
 * Runs what `npm start` runs, in a process group of its own as a terminal would, on an ephemeral port. What the
 * developer's shell says about providers or Temporal does not reach it.
 */
export function spawnSupervisor(dataFolder: string, env: Record<string, string | undefined> = {}): SpawnedSupervisor {
  const child = spawn(process.execPath, ['--import', 'tsx', 'supervisor/main.ts'], {
    cwd: projectRoot(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      OPENAI_API_KEY: undefined,
      OPENAI_BASE_URL: undefined,
      STUDIO_MODEL: undefined,
      TEMPORAL_ADDRESS: undefined,
      TEMPORAL_NAMESPACE: undefined,
      STUDIO_PORT: '0',
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
  if (child.pid === undefined) {
    throw new Error('The supervisor could not be started');
  }
  const exitCode = () => child.exitCode ?? (child.signalCode === null ? null : -1);
  return {
    pid: child.pid,
    exitCode,
    closed: new Promise((resolve) => child.once('close', () => resolve(exitCode() ?? -1))),
    output: () => text,
  };
}
