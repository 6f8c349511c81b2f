import { join } from 'node:path';
import type { BenchServer } from '../start-server';
import { type Figure, toCompared } from './figures';
import { measureInTurn, type Pair } from './measure-in-turn';
import { seedExecutions, seededId } from './seed-executions';
import { type LoadRequest, type LoadResult, sendRequests } from './send-requests';
import { type Part, startPart } from './start-part';

const FEW = 1_000;
const MANY = 100_000;
const CONCURRENCY = 10;
/** Flat: the store's size does not show. */
const LEAST_RATE = 0.8;
const MOST_P99 = 1.5;

interface Read {
  title: string;
  requests: number;
  /** Of a store of `count` executions whose newest began at `newestMs`. */
  toRequest(count: number, newestMs: number): LoadRequest;
}

const READS: Read[] = [
  { title: 'get an execution', requests: 3_000, toRequest: (count) => ({ path: `/api/v1/executions/${seededId(anyOf(count))}` }) },
  { title: 'list the newest 50', requests: 400, toRequest: () => ({ path: '/api/v1/executions?limit=50' }) },
  {
    title: 'list 50 from anywhere',
    requests: 400,
    toRequest: (count, newestMs) => {
      const before = new Date(newestMs - anyOf(count) * 10).toISOString();
      return { path: `/api/v1/executions?limit=50&startedBefore=${before}` };
    },
  },
  { title: 'list the newest 50 that failed', requests: 400, toRequest: () => ({ path: '/api/v1/executions?limit=50&status=failed' }) },
];

interface Store {
  count: number;
  newestMs: number;
  api: Part;
}

/** Requests a second and p99 of reading, with 100,000 executions in the store beside 1,000. */
export async function measureReads(server: BenchServer, folder: string, rounds: number): Promise<Figure[]> {
  const stores: Store[] = [];
  try {
    for (const count of [FEW, MANY]) stores.push(await openStore(server, join(folder, `reads-${count}`), count));
    const [few, many] = stores as [Store, Store];
    const figures: Figure[] = [];
    for (const read of READS) {
      const pairs = await measureInTurn(
        rounds,
        () => load(read, many),
        () => load(read, few),
      );
      figures.push(...toFigures(read, pairs));
    }
    return figures;
  } finally {
    for (const { api } of stores) await api.stop();
  }
}

async function openStore(server: BenchServer, dataFolder: string, count: number): Promise<Store> {
  const began = performance.now();
  await seedExecutions(dataFolder, count);
  console.error(`${count} executions written in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  return { count, newestMs: Date.now(), api: await startPart('api', { server, dataFolder }) };
}

function load({ requests, toRequest }: Read, { count, newestMs, api }: Store): Promise<LoadResult> {
  return sendRequests({ url: api.url, requests, concurrency: CONCURRENCY, toRequest: () => toRequest(count, newestMs) });
}

function toFigures({ title }: Read, pairs: Pair<LoadResult>[]): Figure[] {
  const beside = `with ${FEW}`;
  const of = (what: keyof LoadResult) => pairs.map(({ value, beside: few }) => ({ value: value[what], beside: few[what] }));
  return [
    toCompared({ title: `${title}, of ${MANY}`, unit: 'requests/s', beside }, of('perSecond'), { atLeast: LEAST_RATE }),
    toCompared({ title: `${title}, of ${MANY}, p99`, unit: 'ms', beside }, of('p99'), { atMost: MOST_P99 }),
  ];
}

/** From 1 to `count`. */
function anyOf(count: number): number {
  return 1 + Math.floor(Math.random() * count);
}
