import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../runtime/project-root';
import { type ChaosScene, startChaosScene } from './chaos-scene';
import { toTable } from './figures';
import { type ChaosPlan, type ChaosSize, createPlan } from './plan';
import { play } from './play';

/** A seed of the usual run, and the long run whose figures are in the README. */
const USUAL: ChaosSize = { executions: 40, milliseconds: 15_000, faultEvery: [1_000, 3_000] };
const LONG: ChaosSize = { executions: 2_000, milliseconds: 600_000, faultEvery: [5_000, 10_000] };

const USAGE = 'Write: npm run chaos -- [--seeds <how many, 20>] [--seed <number>] [--long] [--replay <file>]';

/** `npm run chaos` (docs/durability.md). */
async function main(): Promise<number> {
  const plans = readPlans(process.argv.slice(2));
  let broken = 0;
  for (const plan of plans) {
    const scene = await startChaosScene();
    try {
      broken += await runOne(scene, plan);
    } finally {
      await scene.end();
    }
  }
  process.stdout.write(`${plans.length - broken} of ${plans.length} runs kept all promises\n`);
  return broken === 0 ? 0 : 1;
}

function readPlans(args: string[]): ChaosPlan[] {
  const text = { type: 'string' } as const;
  const { seeds, seed, long, replay } = parseArgs({
    args,
    options: { seeds: text, seed: text, long: { type: 'boolean' }, replay: text },
  }).values;
  if (replay !== undefined) return [JSON.parse(readFileSync(replay, 'utf8')) as ChaosPlan];
  const size = long ? LONG : USUAL;
  const first = seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(seed);
  const count = seed !== undefined || long ? 1 : Number(seeds ?? 20);
  if (!Number.isInteger(first) || !Number.isInteger(count) || count < 1) throw new Error(USAGE);
  return Array.from({ length: count }, (_, index) => createPlan(first + index, size));
}

/** 1 when a promise was broken. */
async function runOne(scene: ChaosScene, plan: ChaosPlan): Promise<0 | 1> {
  const folder = join(projectRoot(), 'dist', 'chaos');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${plan.seed}.json`);
  writeFileSync(file, JSON.stringify(plan));
  const log = join(folder, `${plan.seed}.log`);
  writeFileSync(log, '');
  const tell = (line: string) => {
    process.stdout.write(`${line}\n`);
    appendFileSync(log, `${line}\n`);
  };
  tell(`seed ${plan.seed}: ${plan.actions.length} actions, in ${file}; what came of each is in ${log}`);
  const began = performance.now();
  const { violations, figures } = await play(scene, plan, (line) => tell(`  ${line}`));
  const seconds = Math.round((performance.now() - began) / 1_000);
  tell(`seed ${plan.seed}: ${JSON.stringify({ seconds, ...figures })}`);
  for (const violation of violations) tell(`BROKEN ${violation}`);
  tell(`\n${toTable(figures, { seed: plan.seed, seconds, violations: violations.length })}\n`);
  if (violations.length === 0) return 0;
  tell(`again: npm run chaos -- --replay ${file}`);
  return 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`Chaos could not run: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(2);
  },
);
