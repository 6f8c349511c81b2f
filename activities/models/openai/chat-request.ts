import type {
  ChatCompletionCreateParamsStreaming,
  ChatCompletionFunctionTool,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { ModelMessage, ModelRequest, ModelTool } from '../../../contracts/ports/model-provider';

/** The body of a chat completion. */
export function toChatRequest(request: ModelRequest, baseUrl?: string): ChatCompletionCreateParamsStreaming {
  return {
    model: request.model,
    messages: toMessages(request.instructions, request.messages),
    ...(request.tools.length > 0 && { tools: toTools(request.tools) }),
    ...(request.output && {
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: request.output, strict: false } } as const,
    }),
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...toTokenLimit(request.maxOutputTokens, baseUrl),
    stream: true,
    stream_options: { include_usage: true },
  };
}

/** The conversation with the instructions (when there are any) before it. */
export function toMessages(instructions: string, messages: ModelMessage[]): ChatCompletionMessageParam[] {
  const system: ChatCompletionMessageParam[] = instructions === '' ? [] : [{ role: 'system', content: instructions }];
  return [...system, ...messages.map(toMessage)];
}

function toMessage(message: ModelMessage): ChatCompletionMessageParam {
  if (message.role === 'user') return { role: 'user', content: message.text };
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.toolCallId, content: message.text };
  if (message.toolCalls === undefined || message.toolCalls.length === 0) return { role: 'assistant', content: message.text };
  return {
    role: 'assistant',
    content: message.text === '' ? null : message.text,
    tool_calls: message.toolCalls.map((call) => ({
      id: call.id,
      type: 'function',
      // Servers parse this again, so even what the model wrote wrongly goes back as valid JSON.
      function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
    })),
  };
}

export function toTools(tools: ModelTool[]): ChatCompletionFunctionTool[] {
  return tools.map((tool) => ({
    type: 'function',
    function: { name: tool.id, description: tool.description, parameters: tool.inputSchema },
  }));
}

/** OpenAI's newer models refuse `max_tokens`; other servers often know nothing else. */
function toTokenLimit(limit: number | undefined, baseUrl?: string): { max_completion_tokens?: number; max_tokens?: number } {
  if (limit === undefined) return {};
  const isOpenAi = baseUrl === undefined || /(^|\.)(openai|azure)\.com$/.test(new URL(baseUrl).hostname);
  return isOpenAi ? { max_completion_tokens: limit } : { max_tokens: limit };
}
