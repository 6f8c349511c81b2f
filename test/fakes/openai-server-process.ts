import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { Behaviour, Counts, JournalEntry, Rule } from './openai-server';

/** The fake model server in a process of its own, for tests that kill everything around it. */
export interface FakeOpenAiServerProcess {
  /** For `OPENAI_BASE_URL`; ends with `/v1`. */
  readonly url: string;
  readonly pid: number;
  counts(): Promise<Counts>;
  requests(): Promise<JournalEntry[]>;
  setBehaviour(behaviour: Behaviour | Rule[]): Promise<void>;
  release(gate: string): Promise<void>;
  /** Asks again and again until the predicate holds; rejects with the counts after `timeoutMs` (20 s). */
  waitFor(predicate: (counts: Counts) => boolean, timeoutMs?: number): Promise<Counts>;
  close(): Promise<void>;
}

export async function startFakeOpenAiServer(behaviour: Behaviour | Rule[] = {}): Promise<FakeOpenAiServerProcess> {
  const script = resolve(__dirname, 'openai-server.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await readUrl(child);
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(new URL(`/_control/${path}`, url), init);
    if (!response.ok) throw new Error(`The fake model server answered ${response.status} to ${path}`);
    return (await response.json()) as T;
  };
  const server: FakeOpenAiServerProcess = {
    url,
    pid: child.pid as number,
    counts: () => ask('counts'),
    requests: () => ask('journal'),
    setBehaviour: async (next) => void (await ask('behaviour', next)),
    release: async (gate) => void (await ask('release', { gate })),
    async waitFor(predicate, timeoutMs = 20_000) {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const counts = await server.counts();
        if (predicate(counts)) return counts;
        if (Date.now() > deadline)
          throw new Error(`The condition was not met within ${timeoutMs} ms; the state is ${JSON.stringify(counts)}`);
        await pause(20);
      }
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
  await server.setBehaviour(behaviour);
  return server;
}

async function readUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The fake model server has no output to read its URL from');
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('http://')) return line;
  throw new Error('The fake model server ended before it said its URL');
}
