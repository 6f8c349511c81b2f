import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fitLine } from '../../bench/length/fit-line';
import { readContinuedRuns } from '../../bench/length/read-continued-runs';
import { createOurSubject } from '../../bench/ours/create-our-subject';
import { type BenchServer, startServer } from '../../bench/start-server';
import type { Subject } from '../../bench/subject';
import { chat, forEachOf, type Work } from '../../bench/works';

const LARGEST_PAYLOAD = 64 * 1024;

let folder: string;
let server: BenchServer;
let subject: Subject;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agent-studio-growth-'));
  server = await startServer(folder);
  subject = await createOurSubject(server.temporal.client, { ...server, dataFolder: folder });
});
afterAll(async () => {
  await subject?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function historyOf(work: Work) {
  const title = `${work.bare.workflow} ${work.calls}`;
  const id = await subject.start({ ...work, id: title, title, executions: 1, concurrency: 1, targets: [] });
  await server.temporal.client.workflow.getHandle(id).result();
  const runs = await readContinuedRuns(server.temporal.client, id);
  const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + of(run), 0);
  return {
    runs: runs.length,
    calls: sum(({ callsAt }) => callsAt.length),
    events: sum(({ events }) => events),
    bytes: sum(({ bytes }) => bytes),
    largestRun: Math.max(...runs.map(({ events }) => events)),
    largestPayload: Math.max(...runs.map(({ largestPayload }) => largestPayload)),
  };
}

it('grows in a straight line over 100, 1,000 and 10,000 rounds of a chat, in runs far below Temporal’s limit', async () => {
  const histories = await Promise.all([100, 1_000, 10_000].map((rounds) => historyOf(chat(rounds))));
  expect(histories.map(({ calls }) => calls)).toEqual([100, 1_000, 10_000]);
  for (const what of ['events', 'bytes'] as const) {
    const { r2, steepness } = fitLine(histories.map((history) => [history.calls, history[what]]));
    expect(r2).toBeGreaterThan(0.999);
    expect(steepness).toBeLessThan(1.05);
  }
  const [, , long] = histories;
  expect(long?.runs).toBeGreaterThan(10);
  expect(long?.largestRun).toBeLessThan(5_000);
  expect(long?.largestPayload).toBeLessThan(LARGEST_PAYLOAD);
}, 900_000);

it('goes through a map of 3,000 items in payloads of bounded size', async () => {
  const map = await historyOf(forEachOf(3_000, { maxParallel: 10 }));
  expect(map.calls).toBe(3_000);
  expect(map.runs).toBeGreaterThan(1);
  expect(map.largestPayload).toBeLessThan(LARGEST_PAYLOAD);
}, 300_000);
