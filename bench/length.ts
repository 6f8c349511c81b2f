import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeRounds } from './length/describe-rounds';
import { readContinuedRuns } from './length/read-continued-runs';
import { createOurSubject } from './ours/create-our-subject';
import { quantile } from './quantile';
import { readMemory } from './read-process';
import type { Shape } from './shapes';
import { type BenchServer, startServer } from './start-server';
import type { Subject } from './subject';
import { withCleanUp } from './with-clean-up';
import { chat, forEachOf } from './works';

const HELP = `npm run bench:length -- [--rounds N] [--items N]
  --rounds N   rounds of the chat (10000; 0 for none)
  --items N    items of the map (20000; 0 for none)`;

/** When worker memory is first looked at: after this share of the work, for a young process grows anyway. */
const SETTLED = 0.1;
const LOOK_EVERY_MS = 1_000;

/**
 * One very long chat and one very long map on the tuned server: the time of a round at the end beside one at the
 * beginning, the worker's memory, what each call leaves in history, and how long continuing as new takes.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '10000' }, items: { type: 'string', default: '20000' }, help: { type: 'boolean' } },
  });
  const [rounds, items] = [Number(values.rounds), Number(values.items)];
  if (values.help || !(rounds >= 0 && items >= 0)) return console.log(HELP);
  const work: Shape[] = [
    { ...chat(rounds), id: 'chat', title: `a chat of ${rounds} rounds`, executions: 1, concurrency: 1, targets: [] },
    { ...forEachOf(items, { maxParallel: 10 }), id: 'map', title: `a map over ${items} items`, executions: 1, concurrency: 1, targets: [] },
  ];
  await withCleanUp(async (defer) => {
    const folder = mkdtempSync(join(tmpdir(), 'agent-studio-length-'));
    defer(() => rmSync(folder, { recursive: true, force: true }));
    const server = await startServer(folder);
    defer(server.stop);
    const { address, namespace, temporal } = server;
    const subject = await createOurSubject(temporal.client, { address, namespace, dataFolder: folder });
    defer(subject.stop);
    for (const shape of work.filter(({ calls }) => calls > 0)) await run(server, subject, shape);
  });
}

async function run({ temporal }: BenchServer, subject: Subject, shape: Shape): Promise<void> {
  const memory: number[] = [];
  const looking = setInterval(() => memory.push(readMemory(subject.pid)), LOOK_EVERY_MS);
  const began = performance.now();
  const executionId = await subject.start(shape);
  await temporal.client.workflow.getHandle(executionId).result();
  const seconds = (performance.now() - began) / 1_000;
  clearInterval(looking);
  const runs = await readContinuedRuns(temporal.client, executionId);
  const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((total, one) => total + of(one), 0);

  console.log(`${shape.title}: ${seconds.toFixed(0)} s, ${((seconds * 1_000) / shape.calls).toFixed(1)} ms a call`);
  const { first, last } = describeRounds(runs.flatMap(({ callsAt }) => callsAt));
  tell('the last hundred calls : the first hundred', last / first, 1.15, `${first.toFixed(1)} and ${last.toFixed(1)} ms a call`);
  const settled = Math.max(...memory.slice(0, Math.ceil(memory.length * SETTLED)));
  const most = Math.max(...memory);
  tell('most worker memory : after a tenth of the work', most / settled, 1.1, `${settled.toFixed(0)} and ${most.toFixed(0)} MB`);
  const pauses = runs.flatMap(({ pauseMilliseconds }) => pauseMilliseconds ?? []);
  if (pauses.length > 0) {
    const worst = quantile(pauses, 0.95);
    tell('pause to continue as new, p95, ms', worst, 100, `${pauses.length} times, p50 ${quantile(pauses, 0.5).toFixed(0)} ms`);
  }
  const events = sum((one) => one.events) / shape.calls;
  tell('history events a call', events, 6.2, `${runs.length} runs`);
  tell(
    'history bytes a call',
    sum((one) => one.bytes) / shape.calls,
    1_800,
    `the largest payload ${Math.max(...runs.map((one) => one.largestPayload))} bytes`,
  );
}

function tell(what: string, figure: number, atMost: number, more: string): void {
  console.log(`  ${figure <= atMost ? 'ok    ' : 'MISSED'} ${what}: ${figure.toFixed(2)} (at most ${atMost}); ${more}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
