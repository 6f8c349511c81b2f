import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import { openDatabase } from '../../stores/sqlite/open-database';
import { ORGANIZATION, readEverything } from '../suites/execution-builders';
import { createTemporaryFolder } from './temporary-folder';

interface Writer {
  process: ChildProcess;
  acknowledged: string[];
  /** Resolves when this many calls were acknowledged, or the process has ended. */
  reached(count: number): Promise<void>;
  ended: Promise<unknown>;
}

describe('processes that write the same execution', () => {
  let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
  const writers: Writer[] = [];
  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(async () => {
    for (const writer of writers.splice(0)) {
      writer.process.kill('SIGKILL');
      await writer.ended;
    }
    await folder.remove();
  });

  function startWriter(prefix: string, count: number): Writer {
    const file = join(__dirname, 'children', 'write-loop.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', file, folder.path, prefix, String(count)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const acknowledged: string[] = [];
    const lines = createInterface({ input: child.stdout });
    // A line that the kill cut short was not acknowledged in full.
    lines.on('line', (line) => line.startsWith(`${prefix}-`) && acknowledged.push(line));
    const ended = Promise.all([once(child, 'exit'), once(lines, 'close')]);
    const writer = {
      process: child,
      acknowledged,
      ended,
      reached: (wanted: number) =>
        new Promise<void>((resolve) => {
          lines.on('line', () => acknowledged.length >= wanted && resolve());
          lines.on('close', resolve);
        }),
    };
    writers.push(writer);
    return writer;
  }

  async function readAll() {
    const database = await openDatabase(join(folder.path, 'studio.db'));
    const store = createSqliteExecutionStore(database, createFileBlobStore(join(folder.path, 'blobs')));
    const everything = await readEverything(store, 'e1');
    const entries = await Promise.all(everything.attempts.map(({ callId }) => store.getEntry(ORGANIZATION, 'e1', callId)));
    await database.close();
    return { ...everything, entries: new Set(entries.flatMap((entry) => entry?.callId ?? [])) };
  }

  it('after kill -9 in the middle of writing, everything that was acknowledged is there, and nothing by halves', async () => {
    const writer = startWriter('k', Number.MAX_SAFE_INTEGER);
    for (const wanted of [60, 150]) {
      const current = wanted === 60 ? writer : startWriter('l', Number.MAX_SAFE_INTEGER);
      await current.reached(wanted);
      current.process.kill('SIGKILL');
      await current.ended;
      expect(current.acknowledged.length).toBeGreaterThanOrEqual(wanted);
    }
    const { entries, feed, messages, attempts, execution } = await readAll();
    expect(writers.flatMap(({ acknowledged }) => acknowledged).filter((callId) => !entries.has(callId))).toEqual([]);
    expect(feed.map(({ seq }) => seq)).toEqual(feed.map((_, position) => position + 1));
    expect(messages).toHaveLength(entries.size);
    expect(messages.filter(({ text, thread, index }) => !text.startsWith(`${thread}-${index} `))).toEqual([]);
    expect(attempts.filter(({ status }) => status === 'succeeded')).toHaveLength(entries.size);
    expect(execution?.usage).toMatchObject({ calls: entries.size, inputTokens: 10 * entries.size });
  });

  it('two at once lose nothing and number densely', async () => {
    const both = [startWriter('a', 80), startWriter('b', 80)];
    await Promise.all(both.map(({ ended }) => ended));
    expect(both.map(({ acknowledged }) => acknowledged.length)).toEqual([80, 80]);
    const { entries, feed, checkpoints, execution } = await readAll();
    expect(entries.size).toBe(160);
    expect(feed.map(({ seq }) => seq)).toEqual(Array.from({ length: 320 }, (_, position) => position + 1));
    expect(checkpoints.map(({ superstep }) => superstep)).toEqual(Array.from({ length: 160 }, (_, position) => position + 1));
    expect(execution?.usage).toMatchObject({ calls: 160, wastedCalls: 0, inputTokens: 1600, outputTokens: 800 });
  });
});
