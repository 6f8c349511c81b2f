import type { Message } from '../../contracts/entities';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import { type Seen, startReading } from '../../views/see-thread';

/** Characters of text that are kept in all; the thread that was read longest ago goes first. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

/** Whose view of which thread, and of how many of its messages. */
export interface SeenThread {
  organizationId: string;
  executionId: string;
  thread: string;
  upTo: number;
  reader: string | null;
}

export interface ThreadCache {
  /** What the reader sees of the messages before `upTo`. The list is the caller's own; what is in it is shared and must not be changed. */
  see(what: SeenThread): Promise<Seen<Message>[]>;
}

interface KeptThread {
  /** Messages that were taken from the store. */
  length: number;
  seen: Seen<Message>[];
  characters: number;
  /** Takes the messages that follow; returns by how many characters there are more. */
  append(more: readonly Message[]): number;
}

/**
 * Remembers what readers saw of threads, so that a call costs what was added to a long conversation and not all of
 * it. A thread is only ever appended to, so nothing becomes wrong: what is missing at its end is read from the store.
 */
export function createThreadCache(executions: Pick<ExecutionStore, 'readThread'>, mostCharacters = MOST_CHARACTERS): ThreadCache {
  const threads = new Map<string, KeptThread>();
  let characters = 0;

  function forget(key: string): void {
    characters -= threads.get(key)?.characters ?? 0;
    threads.delete(key);
  }

  /** As the one that was read last. */
  function keep(key: string, thread: KeptThread): void {
    forget(key);
    threads.set(key, thread);
    characters += thread.characters;
    for (const oldest of threads.keys()) {
      if (characters <= mostCharacters) return;
      forget(oldest);
    }
  }

  return {
    async see({ organizationId, executionId, thread, upTo, reader }) {
      const key = JSON.stringify([organizationId, executionId, thread, reader]);
      const kept = threads.get(key) ?? startThread(reader);
      if (kept.length < upTo) {
        const more = await executions.readThread(organizationId, executionId, thread, { from: kept.length, upTo });
        // Another call may have come further meanwhile.
        const added = kept.append(more.filter(({ index }) => index >= kept.length));
        if (threads.get(key) === kept) characters += added;
      }
      if ((threads.get(key)?.length ?? 0) <= kept.length) keep(key, kept);
      return kept.seen.slice(0, kept.seen.findLastIndex(({ source }) => source.index < upTo) + 1);
    },
  };
}

function startThread(reader: string | null): KeptThread {
  const see = startReading<Message>(reader);
  const kept: KeptThread = {
    length: 0,
    characters: 0,
    seen: [],
    append(more) {
      const added = see(more);
      for (const one of added) kept.seen.push(one);
      const characters = added.reduce((sum, { message }) => sum + message.text.length, 0);
      kept.length += more.length;
      kept.characters += characters;
      return characters;
    },
  };
  return kept;
}
