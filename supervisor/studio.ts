import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '../client';
import type { Config } from '../contracts/config';
import type { Logger } from '../contracts/ports/logger';
import type { Examples } from '../examples';
import { connectTemporalClient } from '../runtime/connect-temporal';
import { createDataFolder } from '../runtime/data-folder';
import { ensureNamespace } from '../runtime/ensure-namespace';
import type { ChildProgram } from './child-process';
import { endLeftovers } from './end-leftovers';
import { FatalError } from './fatal-error';
import type { FoundTemporal } from './find-temporal';
import { isPortFree } from './free-port';
import { keepApi } from './keep-api';
import { keepWorker } from './keep-worker';
import { ownFolder } from './own-folder';
import { keepOwnTemporal } from './own-temporal';
import { recoverWorker } from './recover-worker';
import { createRunRecord } from './run-record';
import { seedExamples } from './seed-examples';
import { waitReady } from './wait-ready';

/** Worker and API put their work down in this time; with Temporal's it stays within the 10 s of the contract. */
const CHILD_GRACE_MS = 6_500;
const TEMPORAL_GRACE_MS = 2_500;
const START_SETTLES_MS = 3_000;

export interface StudioSettings {
  config: Config;
  env: Record<string, string | undefined>;
  /** Builds what is stale and returns the children's Node arguments. */
  build(): Promise<Record<'worker' | 'api', ChildProgram['args']>>;
  findTemporal(): Promise<FoundTemporal>;
  /** Brings the data folder to this version's form, before anything that uses it starts. Its errors are sentences. */
  prepareData(): Promise<void>;
  /** Executions that have not ended, from the store. */
  listOpen(): Promise<{ executionId: string }[]>;
  examples: Examples;
  /** Called once `/ready` answers; the examples come after it. */
  announce(addresses: StudioAddresses): void;
  log: Logger;
}

export interface StudioAddresses {
  url: string;
  temporalUi: string | null;
}

export interface Studio {
  /** Resolves when `/ready` answers and the examples are there. Rejects with a {@link FatalError}. */
  start(): Promise<void>;
  /** Ends everything within 10 s; what runs goes on at the next start. */
  stop(): Promise<void>;
}

/** The whole product on one machine: owns the data folder and keeps Temporal, worker and API running. */
export function createStudio(settings: StudioSettings): Studio {
  const { config, log } = settings;
  const stopping = new AbortController();
  /** Undo what was started; run from the last to the first, those of one entry together. */
  const undo: (() => unknown)[] = [];
  let started: Promise<void> | undefined;

  const start = async (): Promise<void> => {
    const continueUnlessStopped = () => stopping.signal.throwIfAborted();
    const folder = createDataFolder(config.STUDIO_DATA);
    undo.push(ownFolder(folder));
    const record = createRunRecord(folder.runFile, log);
    undo.push(() => record.clear());
    await endLeftovers(record.before, folder.path, log);
    await checkPort(config.STUDIO_PORT);
    await settings.prepareData();

    const building = settings.build();
    building.catch(() => {});
    const namespace = config.TEMPORAL_NAMESPACE;
    if (config.TEMPORAL_ADDRESS === undefined) {
      const server = await keepOwnTemporal({ namespace, folder, record, find: settings.findTemporal, log });
      undo.push(() => server.stop(TEMPORAL_GRACE_MS));
    } else {
      record.update({ temporal: { address: config.TEMPORAL_ADDRESS, namespace, uiUrl: null, pid: null } });
    }
    continueUnlessStopped();
    const address = record.now.temporal?.address ?? '';
    // Never closed: it is needed to the end, and closing it while it repeats a call is an uncaught error.
    const temporal = connectTemporalClient({ address, namespace });
    const { connection: sendOnce } = connectTemporalClient({ address, namespace }, undefined, { retry: false });
    await ensureNamespace(temporal.connection, namespace).catch((cause: Error) => {
      throw new FatalError(`Temporal at ${address} cannot be used (${cause.message}); see that it runs.`, { cause });
    });
    const programs = await building;
    continueUnlessStopped();

    const recover = (pid: number) =>
      recoverWorker({
        connection: temporal.connection,
        sendOnce,
        namespace,
        identity: `worker-${pid}`,
        listOpen: settings.listOpen,
        log,
      });
    if (record.before?.worker) {
      // Everything may have been killed at once: its attempts wait as those of a worker that dies while we live.
      void recover(record.before.worker.pid);
    }
    const env = {
      ...settings.env,
      STUDIO_SUPERVISED: '1',
      STUDIO_DATA: folder.path,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
    };
    const child = (args: string[]): ChildProgram => ({ args, dataFolder: folder.path });
    const [worker, api] = await Promise.all([
      keepWorker({ program: child(programs.worker), env, record, recover, log }),
      keepApi({ program: child(programs.api), env, record, log }),
    ]);
    undo.push(() => Promise.all([worker.stop(CHILD_GRACE_MS), api.stop(CHILD_GRACE_MS)]));

    const url = await api.url;
    await waitReady(url, stopping.signal);
    settings.announce({ url, temporalUi: record.now.temporal?.uiUrl ?? null });
    const seed = {
      client: createClient({ url }),
      examples: settings.examples,
      marker: folder.examplesMarker,
      instance: record.now.instance,
    };
    await seedExamples(seed).then(
      (outcome) => outcome === 'seeded' && log.info({}, 'The examples are made'),
      (err: Error) => log.error({ err }, 'The examples could not be made; the next start tries again'),
    );
  };

  return {
    start: () => {
      started = start();
      return started;
    },
    stop: async () => {
      stopping.abort();
      // A start in progress ends at its next step; what it has started by then is undone.
      await Promise.race([started?.catch(() => {}), pause(START_SETTLES_MS, undefined, { ref: false })]);
      for (const step of undo.reverse()) {
        await step();
      }
    },
  };
}

/** The API sees it too, but only after everything else was started. */
async function checkPort(port: number | undefined): Promise<void> {
  if (port && !(await isPortFree(port))) {
    throw new FatalError(`Port ${port} is taken; set STUDIO_PORT to a free one, or leave it out to get the next free one from 3000.`);
  }
}
