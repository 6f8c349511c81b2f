import { execFile } from 'node:child_process';

/** Runs a program and returns its stdout; rejects with the last line of its stderr, or when it takes too long. */
export function run(
  program: string,
  args: string[],
  options: { env: Record<string, string | undefined>; timeoutMs: number },
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { env: options.env as NodeJS.ProcessEnv, timeout: options.timeoutMs, killSignal: 'SIGKILL', maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null) {
          resolve(stdout);
        } else {
          const why = error.killed ? `took longer than ${options.timeoutMs / 1_000} s` : stderr.trim().split('\n').at(-1) || error.message;
          reject(new Error(`${program} ${why}`, { cause: error }));
        }
      },
    );
  });
}
