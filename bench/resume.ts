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
const INSTRUCTIONS = 'You are killed in mid-call.';

interface Kill {
  /** From `npm start` to its address. */
  readyMilliseconds: number;
  /** From SIGKILL to the same call's next request at the model server. */
  resumedMilliseconds: number;
  /** As the execution's usage says. */
  wastedCalls: number;
  /** Requests of the call at the model server, the first included. */
  requests: number;
}

/**
 * Kills the worker of a running product in the middle of a model call, again and again, and prints how soon the call
 * is made again. Each kill gets a fresh start on the same data, for the supervisor slows down when deaths follow close.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { kills: { type: 'string', default: '10' } } });
  const dataFolder = mkdtempSync(join(tmpdir(), 'agent-studio-resume-'));
  const model = await createFakeOpenAiServer();
  const kills: Kill[] = [];
  try {
    for (let number = 1; number <= Number(values.kills); number++) {
      const kill = await startAndKill(dataFolder, model, number);
      console.error(`kill ${number}: ${JSON.stringify(kill)}`);
      kills.push(kill);
    }
  } finally {
    await model.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
  report(kills);
}

async function startAndKill(dataFolder: string, model: FakeOpenAiServer, number: number): Promise<Kill> {
  const began = performance.now();
  const studio = await startStudio({ dataFolder, env: { OPENAI_BASE_URL: model.url, STUDIO_MODEL: 'openai/fake-model' } });
  const readyMilliseconds = performance.now() - began;
  try {
    const kill = await killInMidCall(studio, model, number);
    await studio.stop();
    return { readyMilliseconds, ...kill };
  } finally {
    await studio.cleanUp();
  }
}

async function killInMidCall(studio: TestStudio, model: FakeOpenAiServer, number: number): Promise<Omit<Kill, 'readyMilliseconds'>> {
  const gate = `kill ${number}`;
  const times: number[] = [];
  model.setBehaviour(({ messages }) => {
    if (!messages.some(({ content }) => content?.includes(INSTRUCTIONS))) return {};
    times.push(performance.now());
    return times.length === 1 ? { hold: { gate, at: { pieces: 3 } } } : {};
  });
  const client = createClient({ url: studio.url });
  const agent = await client.agents.create({ name: gate, instructions: INSTRUCTIONS });
  const workflow = await client.workflows.create({ name: gate, root: { id: 'only', type: 'agent', agent: agent.id } });
  const { executionId } = await client.workflows.execute(workflow.id, 'Say a few words.');
  await model.waitFor(({ held }) => held[gate] === 1);
  const killedAt = performance.now();
  await studio.kill('worker');
  const { status, usage, error } = await client.executions.result(executionId);
  if (status !== 'completed') throw new Error(`Execution ${executionId} is ${status}: ${error?.message ?? ''}`);
  return { resumedMilliseconds: (times[1] ?? Number.NaN) - killedAt, wastedCalls: usage.wastedCalls, requests: times.length };
}

function report(kills: Kill[]): void {
  const resumed = kills.map(({ resumedMilliseconds }) => resumedMilliseconds);
  // The first start makes the data folder.
  const ready = kills.slice(1).map(({ readyMilliseconds }) => readyMilliseconds);
  const wasted = kills.reduce((sum, { wastedCalls }) => sum + wastedCalls, 0);
  const requests = kills.reduce((sum, kill) => sum + kill.requests, 0);
  console.log(`kill -9 of the worker in mid-call, ${kills.length} times`);
  console.log(toLine('from the kill to the next request of its call', resumed, TARGET.resumed));
  if (ready.length > 0) console.log(toLine('warm start until ready', ready, TARGET.ready));
  console.log(`  wasted calls: ${wasted}; requests beyond one a call: ${requests - kills.length}`);
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
