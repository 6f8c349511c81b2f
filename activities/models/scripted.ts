import { setTimeout as pause } from 'node:timers/promises';
import { HANDOFF_TOOL_PREFIX } from '../../contracts/constants';
import type { Json, JsonObject } from '../../contracts/json';
import type { ModelChunk, ModelMessage, ModelProvider, ModelRequest, ModelTool, ModelToolCall } from '../../contracts/ports/model-provider';
import { composeText } from './scripted/compose-text';
import { toSample } from './scripted/to-sample';
import { toTopic } from './scripted/to-topic';

/**
 * The model that needs no key: it writes by rules, says so in its text (`[scripted] `), and answers the same to the
 * same agent, round and last message. Offered tools, it calls the first one once, then tells what it learned.
 * `delayMs` is the pause between two words.
 */
export function createScriptedProvider({ delayMs }: { delayMs: number }): ModelProvider {
  return {
    id: 'scripted',
    configured: true,
    models: [{ name: 'demo', capabilities: { tools: true, structuredOutput: true }, default: true }],
    stream: (request, signal) => streamScript(request, signal, delayMs),
  };
}

async function* streamScript(request: ModelRequest, signal: AbortSignal, delayMs: number): AsyncGenerator<ModelChunk, void, undefined> {
  const { text, toolCalls } = toScript(request);
  const words = toWords(text);
  const sent = words.slice(0, request.maxOutputTokens);
  for (const word of sent) {
    await waitFor(delayMs, signal);
    yield { type: 'text', text: word };
  }
  signal.throwIfAborted();
  const cut = sent.length < words.length;
  yield {
    type: 'finish',
    reason: cut ? 'length' : toolCalls.length > 0 ? 'toolCalls' : 'stop',
    toolCalls: cut ? [] : toolCalls,
    usage: { inputTokens: countInput(request), outputTokens: sent.length + countWords(toolCalls.map(({ arguments: given }) => given)) },
  };
}

function toScript({ agent, messages, tools, output }: ModelRequest): { text: string; toolCalls: ModelToolCall[] } {
  const round = messages.filter(({ role }) => role === 'assistant').length;
  const last = messages.at(-1);
  const [tool] = tools.filter(({ id }) => !id.startsWith(HANDOFF_TOOL_PREFIX) || isAlone(messages));
  if (tool !== undefined && !hasToolResult(messages)) {
    const toolCall = toToolCall(tool, round, last?.text ?? '');
    return { text: `[scripted] Let me ask ${tool.id} first.`, toolCalls: [toolCall] };
  }
  if (output !== undefined) return { text: JSON.stringify(toStructured(output, messages)), toolCalls: [] };
  const topic = toTopic(messages.findLast(({ role }) => role === 'user')?.text ?? '');
  return { text: composeText({ agent, round, topic, result: last?.role === 'tool' ? last : undefined }), toolCalls: [] };
}

/** Nobody has spoken yet: the first to speak in a handoff hands over, once, or two scripts would do so for ever. */
function isAlone(messages: ModelMessage[]): boolean {
  return messages.length === 1;
}

/** A manager lets the participants speak in turn; any other answer is a sample of its schema. */
function toStructured(schema: JsonObject, messages: ModelMessage[]): Json {
  const properties = schema.properties as JsonObject | undefined;
  const speakers = (properties?.next as { enum?: Json[] } | undefined)?.enum?.filter((id) => id !== null) ?? [];
  if (speakers.length > 0) return { next: speakers[Math.max(0, messages.length - 2) % speakers.length] ?? null };
  return toSample(schema, toTopic(messages.findLast(({ role }) => role === 'user')?.text ?? ''));
}

function hasToolResult(messages: ModelMessage[]): boolean {
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  return messages.slice(lastUser + 1).some(({ role }) => role === 'tool');
}

function toToolCall(tool: ModelTool, round: number, text: string): ModelToolCall {
  return { id: `scripted_${round}`, tool: tool.id, arguments: toSample({ type: 'object', ...tool.inputSchema }, toTopic(text)) };
}

async function waitFor(delayMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (delayMs === 0) return;
  try {
    await pause(delayMs, undefined, { signal });
  } catch {
    // The timer's own error hides why; the port promises the signal's reason.
    throw signal.reason;
  }
}

function toWords(text: string): string[] {
  return text.match(/\s*\S+/g) ?? [];
}

function countInput({ instructions, messages, tools }: ModelRequest): number {
  return countWords([instructions, ...messages.map(({ text }) => text), ...tools.map((tool) => [tool.description, tool.inputSchema])]);
}

function countWords(values: unknown[]): number {
  return values.reduce<number>((sum, value) => sum + toWords(typeof value === 'string' ? value : JSON.stringify(value)).length, 0);
}
