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
  const seen: Seen<M>[] = [];
  let asking: Read | null = null;
  for (const source of thread) {
    const own = reader === null || source.agent === reader;
    const show = (message: ModelMessage) => seen.push({ message, source });
    if (source.role === 'user') {
      // What a person said in a chat has its sender; what opens a turn has none.
      show({ role: 'user', text: source.agent === undefined ? source.text : `${source.agent}: ${source.text}` });
    } else if (source.role === 'assistant') {
      asking = own ? source : null;
      if (own) show({ role: 'assistant', text: source.text, toolCalls: source.toolCalls });
      else if (source.text !== '') show({ role: 'user', text: `${source.agent}: ${source.text}` });
    } else if (asking !== null) {
      const toolCallId = source.toolCallId ?? '';
      const tool = asking.toolCalls?.find(({ id }) => id === toolCallId)?.tool ?? '';
      show({ role: 'tool', text: source.text, toolCallId, tool });
    }
  }
  return seen;
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
