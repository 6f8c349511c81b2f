import { createContext, Script } from 'node:vm';

const sandbox: { run?: () => unknown } = {};
const context = createContext(sandbox);
const script = new Script('run()');

/** The work took longer than it may. */
export class TookTooLong extends Error {
  constructor(milliseconds: number, options: { cause: unknown }) {
    super(`It took longer than ${milliseconds} ms`, options);
    this.name = 'TookTooLong';
  }
}

/**
 * Runs synchronous work that a caller's data may make slow (a regular expression that backtracks, a schema that
 * explodes) and stops it after `milliseconds`, so that one request cannot hold up the process. Not reentrant.
 */
export function withinTime<T>(milliseconds: number, work: () => T): T {
  sandbox.run = work;
  try {
    return script.runInContext(context, { timeout: milliseconds }) as T;
  } catch (cause) {
    // No `instanceof`: the error may come from the other context.
    if ((cause as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new TookTooLong(milliseconds, { cause });
    throw cause;
  } finally {
    delete sandbox.run;
  }
}
