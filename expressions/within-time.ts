import { createContext, Script } from 'node:vm';

const script = new Script('run()');
const context = createContext({ run: () => undefined });

/** How long one template or expression may compute, in milliseconds: too short to fill a process's memory with lists. */
export const EVALUATION_LIMIT_MS = 500;

/** How long the names of one template may be looked for when it is saved, in milliseconds. */
export const CHECK_LIMIT_MS = 250;

/** The computation did not end in time and was stopped. */
export class TookTooLong extends Error {
  constructor(milliseconds: number, options: { cause: unknown }) {
    super(`It did not finish within ${milliseconds} ms; make it simpler or its data smaller`, options);
    this.name = 'TookTooLong';
  }
}

/** How often a computation that did not get the processor is begun again. */
const MORE_TRIES = 4;

/**
 * Runs a synchronous computation and stops it, wherever it is, after `milliseconds`: nothing that a user writes (an
 * expression, a pattern that backtracks, a schema that explodes) can hang a process. A process that stood still, or that
 * others left no processor, is no fault of the computation: it is then run again, so it must change nothing. This is a
 * clock on our own code, not a sandbox. Not reentrant. Throws {@link TookTooLong}, or what `compute` throws.
 */
export function withinTime<T>(milliseconds: number, compute: () => T): T {
  for (let tries = 0; ; tries++) {
    const before = process.cpuUsage();
    try {
      return runWithin(milliseconds, compute);
    } catch (error) {
      const { user, system } = process.cpuUsage(before);
      const hadTheProcessor = (user + system) / 1_000 >= milliseconds / 2;
      if (!(error instanceof TookTooLong) || hadTheProcessor || tries === MORE_TRIES) throw error;
    }
  }
}

function runWithin<T>(milliseconds: number, compute: () => T): T {
  let result: T | undefined;
  context.run = () => {
    result = compute();
  };
  try {
    script.runInContext(context, { timeout: milliseconds });
  } catch (error) {
    if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new TookTooLong(milliseconds, { cause: error });
    throw error;
  } finally {
    context.run = () => undefined;
  }
  return result as T;
}
