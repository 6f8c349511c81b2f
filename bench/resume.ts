import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient } from '../client';
import { createFakeOpenAiServer, type FakeOpenAiServer } from '../test/fakes/openai-server';
import { startStudio, type TestStudio } from '../test/harness/studio';
import { quantile } from './quantile';

/** What the product's design aims at, in milliseconds. */
const TARGET = { resumed: 5_000, ready: 5_000 };

interface Kill {
  /** From `npm start` to its address. */
  readyMilliseconds: number;
  /** From SIGKILL until the last of the calls in flight is at the model server again. */
  resumedMilliseconds: number;
  /** What the execution's usage says. */
  wastedCalls: number;
  /** What the model server counted, of all calls: requests, and those whose client went away before their end. */
  requests: number;
  cut: number;
}

const HELP = `npm run bench:resume -- [--kills N] [--calls N]
  --kills N   how often (50; about five seconds each)
  --calls N   calls in flight at each (4)`;

/**
 * Kills the worker of a running product in the middle of model calls, again and again, and prints how soon the calls
 * are made again. Each kill gets a fresh start on the same data, for the supervisor slows down when deaths follow close.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { kills: { type: 'string', default: '50' }, calls: { type: 'string', default: '4' }, help: { type: 'boolean' } },
  });
  const [count, calls] = [Number(values.kills), Number(values.calls)];
  if (values.help) return console.log(HELP);
  if (!(count >= 1 && calls >= 1)) throw new Error(HELP);
  const dataFolder = mkdtempSync(join(tmpdir(), 'agent-studio-resume-'));
  const model = await createFakeOpenAiServer();
  const kills: Kill[] = [];
  try {
    for (let number = 1; number <= count; number++) {
      const kill = await startAndKill(dataFolder, model, number, calls);
      console.error(`kill ${number}: ${JSON.stringify(kill)}`);
      kills.push(kill);
    }
  } finally {
    await model.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
  report(kills, calls);
}

async function startAndKill(dataFolder: string, model: FakeOpenAiServer, number: number, calls: number): Promise<Kill> {
  const began = performance.now();
  const studio = await startStudio({ dataFolder, env: { OPENAI_BASE_URL: model.url, STUDIO_MODEL: 'openai/fake-model' } });
  const readyMilliseconds = performance.now() - began;
  try {
    const kill = await killInMidCall(studio, model, number, calls);
    await studio.stop();
    return { readyMilliseconds, ...kill };
  } finally {
    await studio.cleanUp();
  }
}

async function killInMidCall(
  studio: TestStudio,
  model: FakeOpenAiServer,
  number: number,
  calls: number,
): Promise<Omit<Kill, 'readyMilliseconds'>> {
  const gate = `kill ${number}`;
  const again: number[] = [];
  model.setBehaviour((_request, { count }) => {
    if (count > 1) again.push(performance.now());
    return count === 1 ? { hold: { gate, at: { pieces: 3 } } } : {};
  });
  const client = createClient({ url: studio.url });
  const agent = await client.agents.create({ name: gate, instructions: 'You are killed in mid-call.' });
  const branches = Array.from({ length: calls }, (_, index) => ({ id: `one_${index + 1}`, type: 'agent' as const, agent: agent.id }));
  const workflow = await client.workflows.create({ name: gate, root: { id: 'all', type: 'concurrent', branches } });
  const { executionId } = await client.workflows.execute(workflow.id, 'Say a few words.');
  await model.waitFor(({ held }) => held[gate] === calls);
  const killedAt = performance.now();
  await studio.kill('worker');
  const { status, usage, error } = await client.executions.result(executionId);
  if (status !== 'completed') throw new Error(`Execution ${executionId} is ${status}: ${error?.message ?? ''}`);
  const counted = Object.entries(model.counts().calls).flatMap(([call, counts]) => (call.startsWith(`${executionId}/`) ? [counts] : []));
  return {
    resumedMilliseconds: (again[calls - 1] ?? Number.NaN) - killedAt,
    wastedCalls: usage.wastedCalls,
    requests: counted.reduce((sum, { requests }) => sum + requests, 0),
    cut: counted.reduce((sum, { disconnected }) => sum + disconnected, 0),
  };
}

function report(kills: Kill[], calls: number): void {
  const resumed = kills.map(({ resumedMilliseconds }) => resumedMilliseconds);
  // The first start makes the data folder.
  const ready = kills.slice(1).map(({ readyMilliseconds }) => readyMilliseconds);
  const sum = (what: 'wastedCalls' | 'requests' | 'cut') => kills.reduce((total, kill) => total + kill[what], 0);
  const made = kills.length * calls;
  console.log(`kill -9 of the worker, ${kills.length} times, ${calls} calls in flight at each`);
  console.log(toLine('from the kill until all of them are at the model server again', resumed, TARGET.resumed));
  if (ready.length > 0) console.log(toLine('warm start until ready', ready, TARGET.ready));
  console.log(toCount('calls repeated at the model server', sum('requests') - made, made));
  console.log(toCount('calls that the model server saw cut', sum('cut'), made));
  console.log(toCount('wasted calls, as the executions say', sum('wastedCalls'), made));
}

/** A kill costs the calls in flight, each of them once. */
function toCount(what: string, figure: number, inFlight: number): string {
  return `  ${figure === inFlight ? 'ok    ' : 'MISSED'} ${what}: ${figure} (${inFlight} were in flight)`;
}

function toLine(what: string, milliseconds: number[], target: number): string {
  const at = (share: number) => quantile(milliseconds, share);
  const verdict = at(0.95) <= target ? 'ok    ' : 'MISSED';
  return `  ${verdict} ${what}: ${at(0.5).toFixed(0)} ms at p50, ${at(0.95).toFixed(0)} ms at p95 (at most ${target})`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
