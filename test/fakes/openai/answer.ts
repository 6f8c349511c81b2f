import type { Behaviour, ChatRequest, FakeToolCall } from './behaviour';

/** An answer as the fake means it, before it is cut into chunks. */
export interface FakeAnswer {
  text: string;
  toolCalls: Required<FakeToolCall>[];
  finishReason: string;
  usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
}

/** The answer to a request: the same every time. */
export function toAnswer(request: ChatRequest, behaviour: Behaviour): FakeAnswer {
  const last = request.messages.at(-1);
  const asks = behaviour.toolCalls !== undefined && (behaviour.insists === true || last?.role !== 'tool');
  const round = request.messages.filter(({ role }) => role === 'assistant').length + 1;
  const toolCalls = (asks ? (behaviour.toolCalls ?? []) : []).map((call, index) => ({ id: `call_${round}_${index}`, ...call }));
  const text = behaviour.text ?? (asks ? '' : `answer ${round} to ${(last?.content ?? '').slice(0, 40)}`);
  return {
    text,
    toolCalls,
    finishReason: behaviour.finishReason ?? (toolCalls.length > 0 ? 'tool_calls' : 'stop'),
    usage: toUsage(request, behaviour, text, toolCalls),
  };
}

function toUsage(request: ChatRequest, { usage }: Behaviour, text: string, toolCalls: FakeToolCall[]): FakeAnswer['usage'] {
  if (usage === 'none') return undefined;
  const { prompt_tokens, completion_tokens } = usage ?? {
    prompt_tokens: request.messages.reduce((sum, { content }) => sum + toWords(content ?? '').length, 0),
    completion_tokens: toWords(text).length + toolCalls.length,
  };
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

/** Words, each with the white space before it; joined they are the text again. */
export function toWords(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

export function toArgumentText({ arguments: given }: FakeToolCall): string {
  return typeof given === 'string' ? given : JSON.stringify(given);
}
