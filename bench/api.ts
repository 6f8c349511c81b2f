import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Figure, isMet, toLine } from './api/figures';
import { measureFirstText } from './api/measure-first-text';
import { measureReads } from './api/measure-reads';
import { measureSockets } from './api/measure-sockets';
import { measureStarts } from './api/measure-starts';
import { type LiveStudio, startLiveStudio } from './api/start-live-studio';
import { describeMachine } from './describe-machine';
import { type BenchServer, startServer } from './start-server';
import { withCleanUp } from './with-clean-up';

interface Settings {
  server: BenchServer;
  /** Its own, for data folders. */
  folder: string;
  rounds: number;
}

type Measure = (settings: Settings) => Promise<Figure[]>;

const withLiveStudio =
  (measure: (studio: LiveStudio, settings: Settings) => Promise<Figure[]>): Measure =>
  async (settings) => {
    const studio = await startLiveStudio(settings.server, mkdtempSync(join(settings.folder, 'live-')));
    try {
      return await measure(studio, settings);
    } finally {
      await studio.stop();
    }
  };

const PARTS: Record<string, Measure> = {
  reads: ({ server, folder, rounds }) => measureReads(server, folder, rounds),
  starts: ({ server, folder, rounds }) => measureStarts(server, folder, rounds),
  sockets: withLiveStudio((studio, { server }) => measureSockets(server, studio)),
  firstText: withLiveStudio((studio, { rounds }) => measureFirstText(studio, rounds)),
};

const HELP = `npm run bench:api -- [--rounds N] [--quick] [--part NAME]…
  --rounds N   rounds (5)
  --quick      one round
  --part NAME  only this one: ${Object.keys(PARTS).join(', ')}`;

/** Measures the product's API process over HTTP and Socket.IO, beside what is bare of it. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string' },
      quick: { type: 'boolean' },
      part: { type: 'string', multiple: true },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(HELP);
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 5));
  const parts = Object.entries(PARTS).filter(([name]) => values.part?.includes(name) ?? true);
  if (!(rounds >= 1) || parts.length === 0) throw new Error(HELP);

  const figures: Figure[] = [];
  for (const [name, measure] of parts) {
    console.error(`measuring ${name}`);
    // Each part has a server of its own, for one leaves thousands of executions that nobody runs.
    await withCleanUp(async (defer) => {
      const folder = mkdtempSync(join(tmpdir(), 'agent-studio-bench-api-'));
      defer(() => rmSync(folder, { recursive: true, force: true }));
      const server = await startServer(folder);
      defer(server.stop);
      figures.push(...(await measure({ server, folder, rounds })));
    });
  }
  await report(figures, rounds);
}

async function report(figures: Figure[], rounds: number): Promise<void> {
  for (const figure of figures) console.log(toLine(figure));
  const judged = figures.map((figure) => ({ ...figure, met: isMet(figure) }));
  const path = join(__dirname, 'results-api.json');
  writeFileSync(
    path,
    `${JSON.stringify({ at: new Date().toISOString(), rounds, ...(await describeMachine()), figures: judged }, null, 2)}\n`,
  );
  console.log(`written to ${path}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
