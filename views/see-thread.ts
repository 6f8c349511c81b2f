import type { Message } from '../contracts/entities';
import type { ModelMessage } from '../contracts/ports/model-provider';

/** As much of a message as a reader sees of it. */
export type Read = Pick<Message, 'index' | 'role' | 'text' | 'agent' | 'toolCalls' | 'toolCallId'>;

/** A message as a model is shown it, and which one of the thread it is. */
export interface Seen<M extends Read = Read> {
  message: ModelMessage;
  source: M;
}

/**
 * A thread as its reader sees it. Alone in its thread (`reader` null) an agent sees all of it; in a chat the others'
 * messages are user messages that begin with their id, and their tool calls stay out of sight.
 */
export function seeThread<M extends Read>(thread: readonly M[], reader: string | null): Seen<M>[] {
  return startReading<M>(reader)(thread);
}

/** The same piece by piece: gives what is seen of the messages that follow those of the call before. */
export function startReading<M extends Read>(reader: string | null): (more: readonly M[]) => Seen<M>[] {
  let asking: Read | null = null;
  return (more) => {
    const seen: Seen<M>[] = [];
    for (const source of more) {
      const message = see(source);
      if (message !== null) seen.push({ message, source });
    }
    return seen;
  };

  function see(source: M): ModelMessage | null {
    const { role, text, agent, toolCalls, toolCallId = '' } = source;
    if (role === 'user') return hear(source);
    if (role === 'assistant') {
      const own = reader === null || agent === reader;
      asking = own ? source : null;
      if (own) return { role, text, toolCalls };
      return text === '' ? null : hear(source);
    }
    if (asking === null) return null;
    return { role: 'tool', text, toolCallId, tool: asking.toolCalls?.find(({ id }) => id === toolCallId)?.tool ?? '' };
  }
}

/** A long chat is kept once for all who hear it, not once for each. */
const heard = new WeakMap<Read, ModelMessage>();

/** A message as all but its speaker see it. What a person said in a chat has its sender; what opens a turn has none. */
function hear(source: Read): ModelMessage {
  const { text, agent } = source;
  const message = heard.get(source) ?? { role: 'user', text: agent === undefined ? text : `${agent}: ${text}` };
  heard.set(source, message);
  return message;
}

/** What must be shown together or not at all: a message, with the answers of the tools that it asks for. */
export interface Block {
  /** The thread's index where it begins. */
  from: number;
  messages: ModelMessage[];
}

/** Seen messages in blocks; answers whose question is not among them are left out. */
export function toBlocks(seen: readonly Seen[]): Block[] {
  const blocks: Block[] = [];
  for (const { message, source } of seen) {
    if (message.role !== 'tool') blocks.push({ from: source.index, messages: [message] });
    else blocks.at(-1)?.messages.push(message);
  }
  return blocks;
}
