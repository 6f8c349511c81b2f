import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient } from '../client';
import { LONG_ID, seedLongExecution } from '../test/browser/seed-long-execution';
import { startBrowser } from '../test/harness/browser';
import { startStudio } from '../test/harness/studio';
import { type Figure, isMet, toLine } from './api/figures';
import { describeMachine } from './describe-machine';
import { measureFirstLoad } from './web/measure-first-load';
import { measureLongExecution } from './web/measure-long-execution';
import { measureStreaming } from './web/measure-streaming';
import { measureWithLighthouse } from './web/measure-with-lighthouse';

const STEPS = 50_000;
/** Their texts are some 90,000 words: hours of reading. */
const CALLS = 1_500;
const DEBUGGING_PORT = 9_333;
const RESULTS = join(__dirname, 'results-web.json');

/** `npm run bench:web`: the page on the real product; prints what docs/benchmarks.md records, and writes it. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { steps: { type: 'string', default: String(STEPS) }, calls: { type: 'string', default: String(CALLS) } },
  });
  const figures: Figure[] = [];
  const add = (title: string, value: number, unit: string, bounds: Pick<Figure, 'atMost' | 'atLeast'> = {}) => {
    const figure = { title, value, unit, ...bounds };
    figures.push(figure);
    console.log(toLine(figure));
  };
  const studio = await startStudio({ env: { STUDIO_SCRIPTED_DELAY: '0', STUDIO_LOG_LEVEL: 'warn' } });
  try {
    const client = createClient({ url: studio.url });
    const example = (await client.executions.list()).items.find(({ name }) => name === 'Research, write, review');
    if (example === undefined) throw new Error('The example execution is not there');
    await client.executions.result(example.id);
    seedLongExecution(studio.dataFolder, example.id, Number(values.steps));
    const browser = await startBrowser([`--remote-debugging-port=${DEBUGGING_PORT}`]);
    try {
      for (const [what, path] of [
        ['the list', '/executions'],
        ['an execution', `/executions/${example.id}`],
      ] as const) {
        const { scriptKilobytes } = await measureFirstLoad(browser, studio.url + path);
        add(`first load of ${what}, JavaScript`, scriptKilobytes, 'KB (gzip)', { atMost: 250 });
        const scores = await measureWithLighthouse(DEBUGGING_PORT, studio.url + path);
        add(`Lighthouse of ${what}, performance`, scores.performance, 'of 100', { atLeast: 90 });
        add(`Lighthouse of ${what}, accessibility`, scores.accessibility, 'of 100', { atLeast: 100 });
      }
      const long = await measureLongExecution(browser, `${studio.url}/executions/${LONG_ID}`);
      add(`${values.steps} steps: first paint`, long.firstPaintMs, 'ms', { atMost: 1_000 });
      add(`${values.steps} steps: until the structure is there`, long.structureMs, 'ms');
      add(`${values.steps} steps: loaded by then`, long.megabytes, 'MB', { atMost: 5 });
      add(`${values.steps} steps: scrolling through events`, long.eventFrames, 'frames/s', { atLeast: 50 });
      add(`${values.steps} steps: scrolling through what was said`, long.transcriptFrames, 'frames/s', { atLeast: 50 });
      const streaming = await measureStreaming(browser, studio.url, client, Number(values.calls));
      add('streaming: alive in the page when it has begun', streaming.heapBefore, 'MB');
      add('streaming: alive at its end', streaming.heapAfter, 'MB', { atMost: streaming.heapBefore + 20 });
      add('streaming: longest task of the page', streaming.longestTaskMs, 'ms', { atMost: 200 });
      add('streaming: from the terminal event until it shows', streaming.endShownMs, 'ms', { atMost: 1_000 });
    } finally {
      await browser.close();
    }
  } finally {
    await studio.cleanUp();
  }
  const judged = figures.map((figure) => ({ ...figure, met: isMet(figure) }));
  writeFileSync(RESULTS, `${JSON.stringify({ at: new Date().toISOString(), ...(await describeMachine()), figures: judged }, null, 2)}\n`);
  console.log(`written to ${RESULTS}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
