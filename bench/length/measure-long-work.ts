import { quantile } from '../quantile';
import { readMemory } from '../read-process';
import type { Shape } from '../shapes';
import type { BenchServer } from '../start-server';
import type { Subject } from '../subject';
import { chat, forEachOf, type Work } from '../works';
import { describeRounds } from './describe-rounds';
import { fitLine } from './fit-line';
import { type ContinuedRun, readContinuedRuns } from './read-continued-runs';
import { tell } from './tell';

/** When worker memory is first looked at: after this share of the work, for a young process grows anyway. */
const SETTLED = 0.1;
const LOOK_EVERY_MS = 1_000;

/** Of such short ones; the one in the middle counts. */
const FRESH_CALLS = 250;
const FRESH_TIMES = 3;

interface Bench {
  server: BenchServer;
  subject: Subject;
}

/** One very long map: {@link measure}. */
export async function measureMap(bench: Bench, items: number): Promise<void> {
  await measure(bench, (count) => toShape(forEachOf(count, { maxParallel: 10 }), `a map over ${count} items`), items);
}

/** One very long chat, and whether the history of chats is a straight line over their rounds: a hundredth, a tenth, and all of them. */
export async function measureChat(bench: Bench, rounds: number): Promise<void> {
  const sizes = [rounds / 100, rounds / 10].map(Math.ceil);
  const histories: [rounds: number, runs: ContinuedRun[]][] = [];
  const chatOf = (size: number) => toShape(chat(size), `a chat of ${size} rounds`);
  for (const size of sizes) histories.push([size, (await run(bench, chatOf(size))).runs]);
  histories.push([rounds, await measure(bench, chatOf, rounds)]);
  for (const what of ['events', 'bytes'] as const) {
    const points = histories.map(([size, runs]): [number, number] => [size, sum(runs, what)]);
    const { r2, steepness } = fitLine(points);
    const more = points.map(([size, of]) => `${of} after ${size} rounds`).join(', ');
    tell(`history ${what} over rounds, r² of a straight line`, r2, { atLeast: 0.999 }, more);
    tell(`history ${what} a round, the most : the least of the two stretches`, steepness, { atMost: 1.05 }, 'as above');
  }
}

const toShape = (work: Work, title: string): Shape => ({ ...work, id: title, title, executions: 1, concurrency: 1, targets: [] });

const sum = (runs: ContinuedRun[], what: 'events' | 'bytes') => runs.reduce((total, one) => total + one[what], 0);

async function run({ server: { temporal }, subject }: Bench, shape: Shape): Promise<{ seconds: number; runs: ContinuedRun[] }> {
  const began = performance.now();
  const executionId = await subject.start(shape);
  await temporal.client.workflow.getHandle(executionId).result();
  const seconds = (performance.now() - began) / 1_000;
  return { seconds, runs: await readContinuedRuns(temporal.client, executionId) };
}

/**
 * The time of a call at the end beside one at the beginning, the worker's memory, what a call leaves in history, the
 * pause to continue as new. Minutes lie between the end and the beginning, in which a machine becomes quicker or slower
 * by itself; so the end stands beside the beginning of short ones too that come right after it.
 */
async function measure(bench: Bench, shapeOf: (count: number) => Shape, count: number): Promise<ContinuedRun[]> {
  const shape = shapeOf(count);
  const memory: number[] = [];
  const looking = setInterval(() => memory.push(readMemory(bench.subject.pid)), LOOK_EVERY_MS);
  const { seconds, runs } = await run(bench, shape).finally(() => clearInterval(looking));

  console.log(`${shape.title}: ${seconds.toFixed(0)} s, ${((seconds * 1_000) / shape.calls).toFixed(1)} ms a call`);
  const { first, last } = describeRounds(runs.flatMap(({ callsAt }) => callsAt));
  tell(
    'the last hundred calls : the first hundred',
    last / first,
    { atMost: 1.15 },
    `${first.toFixed(1)} and ${last.toFixed(1)} ms a call`,
  );
  const fresh: number[] = [];
  for (let time = 0; time < FRESH_TIMES; time++) {
    const { runs } = await run(bench, shapeOf(FRESH_CALLS));
    fresh.push(describeRounds(runs.flatMap(({ callsAt }) => callsAt)).first);
  }
  const beside = quantile(fresh, 0.5);
  const all = `${fresh.map((one) => one.toFixed(1)).join(', ')} and ${last.toFixed(1)} ms a call`;
  tell('the last hundred calls : the first of short ones right after', last / beside, { atMost: 1.15 }, all);
  const settled = Math.max(...memory.slice(0, Math.ceil(memory.length * SETTLED)));
  const most = Math.max(...memory);
  const megabytes = `${settled.toFixed(0)} and ${most.toFixed(0)} MB`;
  tell('most worker memory : after a tenth of the work', most / settled, { atMost: 1.1 }, megabytes);
  tellPauses(runs);
  tell('history events a call', sum(runs, 'events') / shape.calls, { atMost: 6.2 }, `${runs.length} runs`);
  const largest = `the largest payload ${Math.max(...runs.map((one) => one.largestPayload))} bytes`;
  tell('history bytes a call', sum(runs, 'bytes') / shape.calls, { atMost: 1_800 }, largest);
  return runs;
}

/** From the last call of a run to the first of the next; where a signal came in between it takes a replay, which no bound is set for. */
export function tellPauses(runs: ContinuedRun[]): void {
  const pausesOf = (interrupted: boolean) => runs.flatMap((run) => (run.interrupted === interrupted ? (run.pauseMilliseconds ?? []) : []));
  const more = (pauses: number[]) => `${pauses.length} times, p50 ${quantile(pauses, 0.5).toFixed(0)} ms`;
  const [plain, interrupted] = [pausesOf(false), pausesOf(true)];
  if (plain.length > 0) tell('pause to continue as new, p95, ms', quantile(plain, 0.95), { atMost: 100 }, more(plain));
  if (interrupted.length > 0) tell('the same where a signal came just then, p95, ms', quantile(interrupted, 0.95), {}, more(interrupted));
}
