import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { version } from '../../package.json';
import { projectRoot } from '../../runtime/project-root';
import { forEachBounded } from '../../supervisor/for-each-bounded';
import { startTestTemporal } from '../harness/temporal-server';
import { runScenario } from './run-scenario';
import { SCENARIOS } from './scenarios';
import { toShape } from './to-shape';

const AT_ONCE = 4;

/**
 * Runs every scenario with this build and keeps the histories that no earlier version has in the folder of
 * `package.json`'s version, in place of what is there; the folders of released versions stay as they are.
 * `test/workflows/replay.test.ts` replays all.
 */
async function main(): Promise<void> {
  if (isReleased(version)) throw new Error(`${version} is released (CHANGELOG.md); raise the version in package.json first`);
  const earlier = readShapes();
  const recorded = new Map<string, string>();
  const servers = {
    usual: await startTestTemporal(),
    shortRuns: await startTestTemporal({ 'limit.historyCount.suggestContinueAsNew': '40' }),
  };
  try {
    await forEachBounded(Object.entries(SCENARIOS), AT_ONCE, async ([name, scenario]) => {
      const runs = await runScenario(name, scenario, scenario.shortRuns ? servers.shortRuns : servers.usual);
      for (const run of runs) {
        const history = historyToJSON(run.history);
        if (!earlier.has(`${run.name} ${toShape(history)}`)) recorded.set(run.name, `${history}\n`);
      }
      process.stdout.write(`${name}: ${runs.length}\n`);
    });
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
  const folder = join(__dirname, version);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, history] of recorded) writeFileSync(join(folder, `${name}.json`), history);
  process.stdout.write(`${recorded.size} histories are in ${folder}; earlier versions have the others\n`);
}

/** Names and shapes of the histories that other versions have. */
function readShapes(): Set<string> {
  const names = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  const earlier = names.filter((name) => name.endsWith('.json') && !name.startsWith(`${version}/`));
  return new Set(earlier.map((name) => `${basename(name, '.json')} ${toShape(readFileSync(join(__dirname, name), 'utf8'))}`));
}

function isReleased(named: string): boolean {
  return readFileSync(join(projectRoot(), 'CHANGELOG.md'), 'utf8').includes(`\n## [${named}]`);
}

main().catch((error: unknown) => {
  process.stderr.write(`The histories were not recorded: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
