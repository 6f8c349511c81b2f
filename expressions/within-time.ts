import { createContext, Script } from 'node:vm';

const script = new Script('run()');
const context = createContext({ run: () => undefined });

/** How long one template or expression may compute, in milliseconds. */
export const EVALUATION_LIMIT_MS = 1_000;

/** The computation did not end in time and was stopped. */
export class TookTooLong extends Error {
  constructor() {
    super(`It did not finish within ${EVALUATION_LIMIT_MS} ms; make it simpler or its data smaller`);
    this.name = 'TookTooLong';
  }
}

/**
 * Runs a synchronous computation and stops it, wherever it is, when it takes longer than the limit: nothing that a
 * user writes can hang a process. This is a clock on our own code, not a sandbox.
 */
export function withinTime<T>(compute: () => T): T {
  let result: T | undefined;
  context.run = () => {
    result = compute();
  };
  try {
    script.runInContext(context, { timeout: EVALUATION_LIMIT_MS });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new TookTooLong();
    throw error;
  }
  return result as T;
}
