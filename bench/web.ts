import { parseArgs } from 'node:util';
import { createClient } from '../client';
import { LONG_ID, seedLongExecution } from '../test/browser/seed-long-execution';
import { startBrowser } from '../test/harness/browser';
import { startStudio } from '../test/harness/studio';
import { measureFirstLoad } from './web/measure-first-load';
import { measureLongExecution } from './web/measure-long-execution';
import { measureWithLighthouse } from './web/measure-with-lighthouse';

const STEPS = 50_000;
const DEBUGGING_PORT = 9_333;

/** `npm run bench:web`: the page on the real product; prints what docs/benchmarks.md records. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { steps: { type: 'string', default: String(STEPS) } } });
  const studio = await startStudio({ env: { STUDIO_SCRIPTED_DELAY: '0', STUDIO_LOG_LEVEL: 'warn' } });
  try {
    const client = createClient({ url: studio.url });
    const example = (await client.executions.list()).items.find(({ name }) => name === 'Research, write, review');
    if (example === undefined) throw new Error('The example execution is not there');
    await client.executions.result(example.id);
    seedLongExecution(studio.dataFolder, example.id, Number(values.steps));
    const browser = await startBrowser([`--remote-debugging-port=${DEBUGGING_PORT}`]);
    try {
      for (const path of ['/executions', `/executions/${example.id}`]) {
        console.log(path.replace(example.id, ':id'), await measureFirstLoad(browser, studio.url + path));
        console.log('  Lighthouse', await measureWithLighthouse(DEBUGGING_PORT, studio.url + path));
      }
      console.log(`${values.steps} steps`, await measureLongExecution(browser, `${studio.url}/executions/${LONG_ID}`));
    } finally {
      await browser.close();
    }
  } finally {
    await studio.cleanUp();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
