import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createBareSubject } from './bare/create-bare-subject';
import { describeMachine } from './describe-machine';
import { measure } from './measure';
import { median } from './metrics';
import { createOurSubject } from './ours/create-our-subject';
import { readMemory } from './read-process';
import { type Samples, toShapeResult } from './results';
import { SHAPES, type Shape } from './shapes';
import { type BenchServer, startServer } from './start-server';
import type { Subject } from './subject';
import { toTable } from './to-table';
import { withCleanUp } from './with-clean-up';

const HELP = `npm run bench -- [--rounds N] [--quick] [--shape ID]…
  --rounds N   rounds of every shape (5)
  --quick      one round
  --shape ID   only this one: ${SHAPES.map(({ id }) => id).join(', ')}`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string' },
      quick: { type: 'boolean' },
      shape: { type: 'string', multiple: true },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(HELP);
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 5));
  const shapes = SHAPES.filter(({ id }) => values.shape?.includes(id) ?? true);
  if (!(rounds >= 1) || shapes.length === 0) throw new Error(HELP);

  await withCleanUp(async (defer) => {
    const folder = mkdtempSync(join(tmpdir(), 'agent-studio-bench-'));
    defer(() => rmSync(folder, { recursive: true, force: true }));
    const server = await startServer(folder);
    defer(server.stop);
    const subjects: Subject[] = [];
    for (const create of creators(server, folder)) {
      const subject = await create();
      defer(subject.stop);
      subjects.push(subject);
    }
    await report(server, subjects, shapes, rounds);
  });
}

function creators(server: BenchServer, dataFolder: string): (() => Promise<Subject>)[] {
  const { address, namespace, temporal } = server;
  const settings = { address, namespace, dataFolder };
  return [
    () => createOurSubject(temporal.client, settings),
    () => createBareSubject('bare', temporal.client, settings),
    () => createBareSubject('bareWithTranscript', temporal.client, settings),
  ];
}

async function report(server: BenchServer, subjects: Subject[], shapes: Shape[], rounds: number): Promise<void> {
  const samples = await runRounds(server, subjects, shapes, rounds);
  const results = shapes.map((shape) => toShapeResult(shape, samples.get(shape.id) as Samples));
  const memory = Object.fromEntries(
    [
      ...subjects.map(({ name, pid }) => [name, pid] as const),
      ['temporalServer', server.pid] as const,
      ['bench', process.pid] as const,
    ].map(([name, pid]) => [name, Math.round(readMemory(pid))]),
  );
  for (const result of results) console.log(toTable(result));
  const targets = results.flatMap((result) => result.targets);
  console.log(`${targets.filter(({ met }) => met).length} of ${targets.length} targets met`);
  console.log(
    `memory at the end (RSS, MB): ${Object.entries(memory)
      .map(([name, megabytes]) => `${name} ${megabytes}`)
      .join(', ')}`,
  );
  const path = join(__dirname, 'results.json');
  const content = { at: new Date().toISOString(), rounds, ...(await describeMachine()), memory, shapes: results };
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
  console.log(`written to ${path}`);
}

/** Round by round, shape by shape, the subjects in turn; who begins changes from round to round. */
async function runRounds(server: BenchServer, subjects: Subject[], shapes: Shape[], rounds: number): Promise<Map<string, Samples>> {
  const samples = new Map(shapes.map(({ id }): [string, Samples] => [id, { ours: [], bare: [], bareWithTranscript: [] }]));
  for (let round = 0; round <= rounds; round++) {
    for (const shape of shapes) {
      const able = subjects.filter((subject) => subject.runs(shape));
      for (let turn = 0; turn < able.length; turn++) {
        const subject = able[(turn + round) % able.length] as Subject;
        // Round 0 warms up and is not counted.
        const shortened = round === 0 ? { ...shape, executions: Math.min(shape.executions, 20) } : shape;
        const sample = await measure(server, subject, shortened);
        if (round > 0) samples.get(shape.id)?.[subject.name].push(sample);
      }
      if (round > 0) console.error(`round ${round} of ${rounds}: ${shape.title}: ${toProgress(samples.get(shape.id) as Samples)}`);
    }
  }
  return samples;
}

function toProgress(samples: Samples): string {
  return Object.entries(samples)
    .filter(([, rounds]) => rounds.length > 0)
    .map(([name, rounds]) => `${name} ${median(rounds.slice(-1).map(({ stepMilliseconds }) => stepMilliseconds))?.toFixed(1)} ms`)
    .join(', ');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
