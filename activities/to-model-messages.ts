import type { Message } from '../contracts/entities';
import type { ModelMessage } from '../contracts/ports/model-provider';

/** A thread as the agent that speaks now sees it. */
export function toModelMessages(thread: Pick<Message, 'role' | 'text' | 'toolCalls' | 'toolCallId'>[]): ModelMessage[] {
  const tools = new Map(thread.flatMap((message) => message.toolCalls ?? []).map((call) => [call.id, call.tool]));
  return thread.map((message): ModelMessage => {
    if (message.role === 'user') return { role: 'user', text: message.text };
    if (message.role === 'assistant') return { role: 'assistant', text: message.text, toolCalls: message.toolCalls };
    const toolCallId = message.toolCallId ?? '';
    return { role: 'tool', text: message.text, toolCallId, tool: tools.get(toolCallId) ?? '' };
  });
}
