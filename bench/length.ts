import { parseArgs } from 'node:util';
import { type LiveStudio, startLiveStudio } from './api/start-live-studio';
import { measureFork } from './length/measure-fork';
import { measureLetters, SHORT_RUNS } from './length/measure-letters';
import { measureChat, measureMap } from './length/measure-long-work';
import { startOurs } from './start-ours';
import { type BenchServer, startServer } from './start-server';
import type { Subject } from './subject';
import { createTemporaryFolder } from './temporary-folder';
import { type Defer, withCleanUp } from './with-clean-up';

/** `folder` is the part's own. */
interface Surroundings {
  folder: string;
  defer: Defer;
}

type Part = (surroundings: Surroundings, count: number) => Promise<void>;

const onSubject =
  (measure: (bench: { server: BenchServer; subject: Subject }, count: number) => Promise<void>): Part =>
  async ({ folder, defer }, count) => {
    await measure(await startOurs(defer, folder), count);
  };

const onStudio =
  (measure: (server: BenchServer, studio: LiveStudio, count: number) => Promise<void>, dynamicConfig?: Record<string, string>): Part =>
  async ({ folder, defer }, count) => {
    const server = await startServer(folder, dynamicConfig);
    defer(server.stop);
    const studio = await startLiveStudio(server, folder);
    defer(studio.stop);
    await measure(server, studio, count);
  };

/** Each with the option that says how much of it. */
const PARTS: Record<string, { option: 'rounds' | 'items' | 'forks' | 'times'; measure: Part }> = {
  chat: { option: 'rounds', measure: onSubject(measureChat) },
  map: { option: 'items', measure: onSubject(measureMap) },
  fork: { option: 'forks', measure: onStudio((_server, studio, forks) => measureFork(studio, forks)) },
  letters: { option: 'times', measure: onStudio(measureLetters, SHORT_RUNS) },
};

const HELP = `npm run bench:length -- [--part NAME]… [--rounds N] [--items N] [--forks N] [--times N]
  --part NAME  only this one: ${Object.keys(PARTS).join(', ')}
  --rounds N   rounds of the chat (10000; 0 for none); its history is compared with a tenth and a hundredth of them
  --items N    items of the map (20000; 0 for none)
  --forks N    forks of a chat of 200 rounds (10; 0 for none)
  --times N    how often an execution continues as new while letters come (100, about a second each; 0 for none)`;

/** What becomes of executions that are very long, or begin with what a long one had. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      part: { type: 'string', multiple: true },
      rounds: { type: 'string', default: '10000' },
      items: { type: 'string', default: '20000' },
      forks: { type: 'string', default: '10' },
      times: { type: 'string', default: '100' },
      help: { type: 'boolean' },
    },
  });
  const wanted = values.part ?? Object.keys(PARTS);
  const counts = Object.values(PARTS).map(({ option }) => Number(values[option]));
  if (values.help) return console.log(HELP);
  if (!counts.every((count) => Number.isInteger(count) && count >= 0) || !wanted.every((name) => name in PARTS)) throw new Error(HELP);
  for (const [name, { option, measure }] of Object.entries(PARTS)) {
    const count = Number(values[option]);
    if (!wanted.includes(name) || count === 0) continue;
    await withCleanUp(async (defer) => {
      await measure({ folder: createTemporaryFolder(defer, 'length'), defer }, count);
    });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
