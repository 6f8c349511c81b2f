import { setTimeout as pause } from 'node:timers/promises';
import { HANDOFF_TOOL_PREFIX } from '../../contracts/constants';
import type { Json, JsonObject } from '../../contracts/json';
import type {
  Listen,
  ModelChunk,
  ModelMessage,
  ModelProvider,
  ModelRequest,
  ModelTool,
  ModelToolCall,
} from '../../contracts/ports/model-provider';
import { TEAM_QUESTION } from '../magentic-question';
import { composeText } from './scripted/compose-text';
import { toMentioned, toOptions } from './scripted/to-choice';
import { toSample } from './scripted/to-sample';
import { toSeed } from './scripted/to-seed';
import { toStructured } from './scripted/to-structured';
import { toTopic } from './scripted/to-topic';

/**
 * The model that needs no key: it writes by rules, says so in its text (`[scripted] `), and answers the same to the
 * same agent, round and last message. Offered tools, it calls the first one once, then tells what it learned; asked for
 * one of some words, it says one; asked how good a version of something is, it likes the second one.
 * `delayMs` is the pause between two words.
 */
export function createScriptedProvider({ delayMs }: { delayMs: number }): ModelProvider {
  return {
    id: 'scripted',
    configured: true,
    models: [{ name: 'demo', capabilities: { tools: true, structuredOutput: true }, default: true }],
    stream: (request, signal, listen) => streamScript(request, signal, delayMs, listen),
    // It has no protocol of its own, so this is our request as it is.
    toRawRequest: ({ call: _, ...request }) => ({ body: request as unknown as Json }),
  };
}

async function* streamScript(
  request: ModelRequest,
  signal: AbortSignal,
  delayMs: number,
  listen?: Listen,
): AsyncGenerator<ModelChunk, void, undefined> {
  const { text, toolCalls } = toScript(request);
  let finish: Extract<ModelChunk, { type: 'finish' }> | undefined;
  listen?.(() => ({ body: { text: '', ...(finish as unknown as JsonObject) }, textAt: '/text' }));
  const words = toWords(text);
  const sent = words.slice(0, request.maxOutputTokens);
  for (const word of sent) {
    await waitFor(delayMs, signal);
    yield { type: 'text', text: word };
  }
  signal.throwIfAborted();
  const cut = sent.length < words.length;
  finish = {
    type: 'finish',
    reason: cut ? 'length' : toolCalls.length > 0 ? 'toolCalls' : 'stop',
    toolCalls: cut ? [] : toolCalls,
    usage: { inputTokens: countInput(request), outputTokens: sent.length + countWords(toolCalls.map(({ arguments: given }) => given)) },
  };
  yield finish;
}

function toScript({ agent, instructions, messages, tools, output }: ModelRequest): { text: string; toolCalls: ModelToolCall[] } {
  const round = messages.filter(({ role }) => role === 'assistant').length;
  const last = messages.at(-1);
  const topic = toTopic(askedIn(messages));
  const tool = chooseTool(tools, messages);
  if (tool !== undefined && !hasToolResult(messages)) {
    const toolCall = toToolCall(tool, round, last?.text ?? '');
    return { text: `[scripted] About “${topic}” let me ask ${tool.id} first.`, toolCalls: [toolCall] };
  }
  if (output !== undefined) return { text: JSON.stringify(toStructured(output, messages)), toolCalls: [] };
  const options = toOptions(instructions);
  if (options.length > 0) return { text: `[scripted] ${options[toSeed(`${agent}\n${topic}`) % options.length]}`, toolCalls: [] };
  return { text: composeText({ agent, round, topic, result: last?.role === 'tool' ? last : undefined }), toolCalls: [] };
}

/** What is asked for; the manager of a team is asked about the request that the conversation begins with. */
function askedIn(messages: ModelMessage[]): string {
  const asked = messages.filter(({ role }) => role === 'user').map(({ text }) => text);
  return (asked.at(-1)?.startsWith(TEAM_QUESTION) ? asked[0] : asked.at(-1)) ?? '';
}

/** Nobody has spoken yet: the first to speak in a handoff hands over, once, or two scripts would do so for ever. */
function isAlone(messages: ModelMessage[]): boolean {
  return messages.length === 1;
}

/** The first tool of its own, else whom the text asks for. */
function chooseTool(tools: ModelTool[], messages: ModelMessage[]): ModelTool | undefined {
  const own = tools.find(({ id }) => !id.startsWith(HANDOFF_TOOL_PREFIX));
  if (own !== undefined || !isAlone(messages)) return own;
  return toMentioned(tools, messages[0]?.text ?? '', ({ id }) => id.slice(HANDOFF_TOOL_PREFIX.length));
}

function hasToolResult(messages: ModelMessage[]): boolean {
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  return messages.slice(lastUser + 1).some(({ role }) => role === 'tool');
}

function toToolCall(tool: ModelTool, round: number, text: string): ModelToolCall {
  return {
    id: `scripted_${round}`,
    tool: tool.id,
    arguments: toSample({ type: 'object', ...tool.inputSchema }, { topic: toTopic(text), text }),
  };
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
