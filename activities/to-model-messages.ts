import type { Message } from '../contracts/entities';
import type { ModelMessage } from '../contracts/ports/model-provider';

type Read = Pick<Message, 'role' | 'text' | 'agent' | 'toolCalls' | 'toolCallId'>;

/**
 * A thread as its reader sees it. Alone in its thread (`reader` null) an agent sees all of it; in a chat the others'
 * messages are user messages that begin with their id, and their tool calls stay out of sight.
 */
export function toModelMessages(thread: Read[], reader: string | null): ModelMessage[] {
  const seen: ModelMessage[] = [];
  let asking: Read | null = null;
  for (const message of thread) {
    const own = reader === null || message.agent === reader;
    if (message.role === 'user') {
      seen.push({ role: 'user', text: message.text });
    } else if (message.role === 'assistant') {
      asking = own ? message : null;
      if (own) seen.push({ role: 'assistant', text: message.text, toolCalls: message.toolCalls });
      else if (message.text !== '') seen.push({ role: 'user', text: `${message.agent}: ${message.text}` });
    } else if (asking !== null) {
      const toolCallId = message.toolCallId ?? '';
      const tool = asking.toolCalls?.find(({ id }) => id === toolCallId)?.tool ?? '';
      seen.push({ role: 'tool', text: message.text, toolCallId, tool });
    }
  }
  return seen;
}
