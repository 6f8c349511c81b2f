import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { version } from '../../package.json';
import { createEngineRig } from '../harness/engine-rig';
import { startTestTemporal } from '../harness/temporal-server';
import { SCENARIOS } from './scenarios';

/**
 * Records the history of every scenario with this build, for `test/workflows/replay.test.ts`. Histories of earlier
 * versions stay: a new build must replay them all. Run it after a change of workflow code, with a new version.
 */
async function main(): Promise<void> {
  const server = await startTestTemporal();
  process.env.TEST_TEMPORAL_ADDRESS = server.address;
  const folder = join(__dirname, version);
  mkdirSync(folder, { recursive: true });
  try {
    for (const [name, scenario] of Object.entries(SCENARIOS)) {
      const rig = await createEngineRig();
      try {
        await rig.agents({ name: 'A', instructions: 'I am A', tools: ['text_statistics'] }, { name: 'B', instructions: 'I am B' });
        await rig.agents({ name: 'Boss', instructions: 'I am Boss' });
        rig.model.setBehaviour(scenario.behaviour ?? {});
        const run = await rig.start(scenario.root, scenario.input ?? 'hello');
        await scenario.meanwhile?.(rig, run);
        const { execution } = await run.finished();
        if (execution.status !== scenario.status) throw new Error(`${name} ended as ${execution.status}, not ${scenario.status}`);
        writeFileSync(join(folder, `${name}.json`), `${historyToJSON(await run.handle.fetchHistory())}\n`);
        process.stdout.write(`${name}\n`);
      } finally {
        await rig.close();
      }
    }
  } finally {
    await server.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`The histories were not recorded: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
