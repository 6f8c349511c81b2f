import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentDelta } from '../../../contracts/events';
import type { LiveSubscriber } from '../../../contracts/ports/live-channel';
import type { Logger } from '../../../contracts/ports/logger';
import { createConditions } from '../../fakes/openai/conditions';

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Runs with a data folder of its own, and closes in reverse order what was registered. */
export async function withDataFolder(
  run: (folder: string, closing: <T extends { close(): Promise<void> }>(part: T) => T) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'live-'));
  const parts: { close(): Promise<void> }[] = [];
  try {
    await run(folder, (part) => {
      parts.push(part);
      return part;
    });
  } finally {
    for (const part of parts.reverse()) await part.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export function toDelta(text: string, offset: number, changes: Partial<AgentDelta> = {}): AgentDelta {
  return { executionId: 'e1', callId: 'write/m0', attempt: 1, offset, text, stepPath: 'write', agent: 'writer', ...changes };
}

export interface Heard {
  deltas: AgentDelta[];
  hints: string[];
}

/** Listens, and waits for what was heard and is in flight. */
export function listen(subscriber: LiveSubscriber) {
  const heard: Heard = { deltas: [], hints: [] };
  const conditions = createConditions(() => ({ ...heard, live: subscriber.snapshot('e1') }));
  subscriber.subscribe({
    delta(delta) {
      heard.deltas.push(delta);
      conditions.check();
    },
    committed(executionId) {
      heard.hints.push(executionId);
      conditions.check();
    },
  });
  return { ...conditions, heard };
}

/** Waits for something that gives no sign when it happens. */
export async function eventually(check: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!check()) {
    if (Date.now() > deadline) throw new Error('The condition was not met within 10 s');
    await new Promise(setImmediate);
  }
}
