import type { Logger } from '../contracts/ports/logger';
import { EXIT_CONFIGURATION } from '../runtime/supervised';
import { type ChildProgram, startChild } from './child-process';
import { FatalError } from './fatal-error';
import type { RunRecord } from './run-record';
import { type Supervised, supervise } from './supervise';

/** Deaths of an API that was never ready, after which it is hopeless. */
const HOPELESS_DEATHS = 3;

export interface KeepApiOptions {
  program: ChildProgram;
  env: Record<string, string | undefined>;
  record: RunRecord;
  log: Logger;
}

export interface KeptApi extends Supervised {
  /** The address, once it listens. Rejects with a {@link FatalError} when it cannot. */
  url: Promise<string>;
}

/** Keeps the API running. It chooses its port itself; a later process gets the port of the first, so addresses stay. */
export async function keepApi({ program, env, record, log }: KeepApiOptions): Promise<KeptApi> {
  let resolveUrl: (url: string) => void = () => {};
  let rejectUrl: (error: FatalError) => void = () => {};
  const url = new Promise<string>((resolve, reject) => {
    resolveUrl = resolve;
    rejectUrl = reject;
  });
  // Whoever waits for it is told; until then nobody has to.
  url.catch(() => {});
  let known: string | null = null;
  let deaths = 0;

  const supervised = await supervise({
    name: 'api',
    log,
    start: () =>
      startChild(program, known === null ? env : { ...env, STUDIO_PORT: new URL(known).port }, (report) => {
        if (report.url !== undefined) {
          known = report.url;
          record.update({ url: known });
          resolveUrl(known);
        }
      }),
    onStart: ({ pid }) => record.update({ api: { pid } }),
    onDeath: (_running, exit) => {
      deaths += 1;
      const hopeless = known === null && (exit.code === EXIT_CONFIGURATION || deaths >= HOPELESS_DEATHS);
      if (hopeless) {
        // In the first case it said itself, in one sentence, what is wrong.
        rejectUrl(new FatalError(exit.code === EXIT_CONFIGURATION ? '' : 'The API does not start; the lines above say why.'));
      }
      return !hopeless;
    },
  });
  return { ...supervised, url };
}
