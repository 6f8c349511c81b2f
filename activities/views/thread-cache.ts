import type { Message } from '../../contracts/entities';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { ModelMessage } from '../../contracts/ports/model-provider';
import { type Read, type Seen, startReading } from '../../views/see-thread';
import { addSizes, type InputSize, NOTHING, type SizedMessages, sizeOfMessages } from '../input-size';

/** Characters of text that are kept in all; what others hear of it is there once more. The thread that was read longest ago goes first. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

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
  see(what: SeenThread): Promise<Seen[]>;
  /** The same as it is sent, with what it comes to; what was counted once is not gone through again. */
  show(what: SeenThread): Promise<SizedMessages>;
}

interface Reading {
  /** What was seen of the messages before `upTo`. */
  seen: Seen[];
  /** Those of `seen`. */
  messages: ModelMessage[];
  /** What they come to, each with all before it. */
  sizes: InputSize[];
  upTo: number;
  see(more: readonly Read[]): Seen[];
}

interface KeptThread {
  messages: Read[];
  readers: Map<string | null, Reading>;
  characters: number;
}

/**
 * Remembers threads and what readers saw of them, so that a call costs what was added to a long conversation and not
 * all of it. A thread is only ever appended to, so nothing becomes wrong: what is missing at its end is read from the store.
 */
export function createThreadCache(executions: Pick<ExecutionStore, 'readThread'>, mostCharacters = MOST_CHARACTERS): ThreadCache {
  const threads = new Map<string, { kept: KeptThread; counted: number }>();
  let characters = 0;

  function forget(key: string): void {
    characters -= threads.get(key)?.counted ?? 0;
    threads.delete(key);
  }

  /** As the one that was read last. */
  function keep(key: string, kept: KeptThread): void {
    forget(key);
    threads.set(key, { kept, counted: kept.characters });
    characters += kept.characters;
    for (const oldest of threads.keys()) {
      if (characters <= mostCharacters) return;
      forget(oldest);
    }
  }

  async function read({ organizationId, executionId, thread, upTo, reader }: SeenThread): Promise<{ reading: Reading; count: number }> {
    const key = JSON.stringify([organizationId, executionId, thread]);
    const kept: KeptThread = threads.get(key)?.kept ?? { messages: [], readers: new Map(), characters: 0 };
    const from = kept.messages.length;
    const more = from < upTo ? await executions.readThread(organizationId, executionId, thread, { from, upTo }) : [];
    // Another call may have come further meanwhile.
    const known = kept.messages.length;
    for (const message of more) if (message.index >= known) append(kept, message);
    const reading = seeAs(kept, reader);
    if ((threads.get(key)?.kept.messages.length ?? 0) <= kept.messages.length) keep(key, kept);
    return { reading, count: reading.seen.findLastIndex(({ source }) => source.index < upTo) + 1 };
  }

  return {
    async see(what) {
      const { reading, count } = await read(what);
      return reading.seen.slice(0, count);
    },
    async show(what) {
      const { reading, count } = await read(what);
      return { messages: reading.messages.slice(0, count), size: reading.sizes[count - 1] ?? NOTHING };
    },
  };
}

/** As much of a message as anybody sees. */
function append(kept: KeptThread, { index, role, text, agent, toolCalls, toolCallId }: Message): void {
  kept.messages.push({ index, role, text, agent, toolCalls, toolCallId });
  kept.characters += text.length;
}

/** All of what is kept, as this reader sees it. */
function seeAs(kept: KeptThread, reader: string | null): Reading {
  const reading: Reading = kept.readers.get(reader) ?? { seen: [], messages: [], sizes: [], upTo: 0, see: startReading<Read>(reader) };
  kept.readers.set(reader, reading);
  for (const one of reading.see(kept.messages.slice(reading.upTo))) {
    reading.seen.push(one);
    reading.messages.push(one.message);
    reading.sizes.push(addSizes(reading.sizes.at(-1) ?? NOTHING, sizeOfMessages([one.message])));
  }
  reading.upTo = kept.messages.length;
  return reading;
}
