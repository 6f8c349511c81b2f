import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Client, createClient } from '../../client';
import { waitUntil } from '../../runtime/wait-until';
import { freePort } from '../../supervisor/free-port';
import { type ExtraProcess, startExtraApi, startExtraWorker } from '../harness/extra-processes';
import { type ProductScene, startProductScene } from '../product/product-scene';
import { type Relay, startRelay } from '../product/relay';
import { buildFaultyProcesses } from './build-faulty-processes';
import { type Effects, startEffects } from './effects';
import { type KeptProcess, keepAlive } from './keep-alive';
import type { ChaosPlan } from './plan';
import type { Places } from './work';
import { AGENTS, RULES, toRoot, WORKS } from './works';

/** A whole product for chaos to work on, whose API stays at one address. */
export interface ChaosScene {
  product: ProductScene;
  effects: Effects;
  places: Places;
  /** Workflow ids by the name of the work. */
  workflows: Record<string, string>;
  /** Starts a worker and an API whose store fails, beside the product's. Resolves when both work; they are kept alive until they are stopped. */
  startFaulty(plan: Pick<ChaosPlan, 'seed' | 'storeFaults'>): Promise<FaultyProcesses>;
  end(): Promise<void>;
}

export interface FaultyProcesses {
  worker: KeptProcess<ExtraProcess>;
  api: KeptProcess<ExtraProcess & { url: string }>;
  /** Of the faulty worker to Temporal, and of watchers to the product's API. */
  relays: { temporal: Relay; api: Relay };
  /** Writes of their stores that were refused, or landed without saying so, since the beginning. */
  countStoreFaults(): { refused: number; landed: number };
  stop(): Promise<void>;
}

/** Faults are noticed quickly, so that a run of seconds sees what comes after them. */
const FAST = { STUDIO_RATE_LIMIT: '0', STUDIO_SWEEP_INTERVAL: '2s', STUDIO_HEARTBEAT_TIMEOUT: '2s', STUDIO_LOG_LEVEL: 'silent' };
/** A client that leaves it to its caller to ask again. When the run has given up it gets no answer any more. */
export function createBareClient(url: string, gaveUp?: AbortSignal): Client {
  const send: typeof fetch = async (...given) => {
    gaveUp?.throwIfAborted();
    return fetch(...given);
  };
  return createClient({ url, fetch: send, retry: { maxAttempts: 1 }, timeoutMs: 8_000 });
}

export async function startChaosScene(): Promise<ChaosScene> {
  const port = String(await freePort());
  const programs = await buildFaultyProcesses();
  const effects = await startEffects();
  const places = { service: effects.address };
  const env = { ...FAST, STUDIO_WEBHOOK_HOSTS: effects.address };
  const product = await startProductScene({ env: { ...env, STUDIO_LOG_LEVEL: 'error', STUDIO_PORT: port } });
  await product.fake.setBehaviour(RULES);
  const { client } = product;
  for (const agent of AGENTS) await client.agents.create(agent);
  const workflows: Record<string, string> = {};
  for (const work of WORKS) {
    const { name, budget } = work;
    workflows[name] = (await client.workflows.create({ name, root: toRoot(work, places), budget })).id;
  }

  return {
    product,
    effects,
    places,
    workflows,
    async startFaulty({ seed, storeFaults }) {
      const { dataFolder } = product.studio;
      const { temporal } = product.studio.run();
      if (temporal === null) throw new Error('run.json names no Temporal server');
      let { address } = temporal;
      // A supervisor that was stopped has its Temporal elsewhere when it is back.
      const temporalNow = () => (address = product.studio.run().temporal?.address ?? address);
      const relays = { temporal: await startRelay(temporalNow), api: await startRelay(() => `127.0.0.1:${port}`) };
      let starts = 0;
      const faultyEnv = () => ({
        ...env,
        OPENAI_BASE_URL: product.fake.url,
        CHAOS_STORE_FAULTS: JSON.stringify({ ...storeFaults, seed: seed * 1_000 + starts++ }),
      });
      const throughRelay = { TEMPORAL_ADDRESS: relays.temporal.address, TEMPORAL_NAMESPACE: temporal.namespace };
      const outputs: ExtraProcess['output'][] = [];
      const remember = <T extends ExtraProcess>(started: T) => {
        outputs.push(started.output);
        return started;
      };
      const worker = keepAlive(() => startExtraWorker(dataFolder, { ...faultyEnv(), ...throughRelay }, [programs.worker]).then(remember));
      const api = keepAlive(() => startExtraApi(dataFolder, faultyEnv(), [programs.api]).then(remember));
      const count = (kind: string) => outputs.reduce((sum, output) => sum + output().split(`chaos: ${kind}`).length - 1, 0);
      await waitUntil(() => worker.current() !== null && api.current() !== null, 90_000, 'The faulty processes did not start', 100);
      return {
        worker,
        api,
        relays,
        countStoreFaults: () => ({ refused: count('refused'), landed: count('landed') }),
        async stop() {
          await Promise.all([worker.stop(), api.stop()]);
          await Promise.all([relays.temporal.close(), relays.api.close()]);
        },
      };
    },
    async end() {
      await product.end();
      await effects.close();
      rmSync(dirname(programs.worker), { recursive: true, force: true });
    },
  };
}
