import type { Message } from '../contracts/entities';
import type { ExecutionStore } from '../contracts/ports/execution-store';

/** Characters of text that are kept in all; the thread that was read longest ago goes first. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

export interface ThreadCache {
  /** The messages of a thread before `upTo`. The list is the caller's own; the messages are shared and must not be changed. */
  read(organizationId: string, executionId: string, thread: string, upTo: number): Promise<Message[]>;
}

interface KeptThread {
  messages: Message[];
  characters: number;
}

/**
 * Remembers threads, so that a long conversation is not read from its beginning for every call. A thread is only
 * ever appended to, so nothing becomes wrong: what is missing at its end is read from the store.
 */
export function createThreadCache(executions: Pick<ExecutionStore, 'readThread'>, mostCharacters = MOST_CHARACTERS): ThreadCache {
  const threads = new Map<string, KeptThread>();
  let characters = 0;

  function forget(key: string): void {
    characters -= threads.get(key)?.characters ?? 0;
    threads.delete(key);
  }

  /** As the one that was read last. */
  function keep(key: string, messages: Message[]): void {
    forget(key);
    const kept = { messages, characters: messages.reduce((sum, { text }) => sum + text.length, 0) };
    threads.set(key, kept);
    characters += kept.characters;
    for (const oldest of threads.keys()) {
      if (characters <= mostCharacters) return;
      forget(oldest);
    }
  }

  return {
    async read(organizationId, executionId, thread, upTo) {
      const key = JSON.stringify([organizationId, executionId, thread]);
      const kept = threads.get(key);
      const known = kept?.messages ?? [];
      if (kept !== undefined && known.length >= upTo) {
        threads.delete(key);
        threads.set(key, kept);
        return known.slice(0, upTo);
      }
      const more = await executions.readThread(organizationId, executionId, thread, { from: known.length, upTo });
      const messages = [...known, ...more];
      // Another reader may have come further meanwhile.
      if (messages.length > (threads.get(key)?.messages.length ?? 0)) keep(key, messages);
      return messages.slice();
    },
  };
}
