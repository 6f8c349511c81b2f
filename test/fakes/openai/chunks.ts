import { type FakeAnswer, toArgumentText, toWords } from './answer';
import type { Behaviour } from './behaviour';

/** One event of a stream. `piece` counts where a behaviour says "after so many pieces". */
export interface FakeEvent {
  kind: 'open' | 'piece' | 'finish' | 'usage' | 'done';
  data: unknown;
}

/** The whole stream of an answer, as OpenAI would send it. */
export function toEvents(model: string, answer: FakeAnswer, behaviour: Behaviour): FakeEvent[] {
  const chunk = (delta: object, finishReason: string | null = null) => ({
    ...toHead(model, 'chat.completion.chunk'),
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  });
  const times = (kind: 'finish' | 'usage') => (behaviour.duplicate?.includes(kind) ? 2 : 1);
  const repeat = (kind: 'finish' | 'usage', data: unknown): FakeEvent[] => Array.from({ length: times(kind) }, () => ({ kind, data }));
  return [
    { kind: 'open', data: chunk({ role: 'assistant', content: '' }) },
    ...toWords(answer.text).map((content): FakeEvent => ({ kind: 'piece', data: chunk({ content }) })),
    ...toToolDeltas(answer, behaviour).map((delta): FakeEvent => ({ kind: 'piece', data: chunk({ tool_calls: [delta] }) })),
    ...repeat('finish', chunk({}, answer.finishReason)),
    ...(behaviour.afterFinish ?? []).map((data): FakeEvent => ({ kind: 'finish', data })),
    ...(answer.usage === undefined ? [] : repeat('usage', { ...toHead(model, 'chat.completion.chunk'), choices: [], usage: answer.usage })),
    { kind: 'done', data: '[DONE]' },
  ];
}

/** The answer to a request without `stream`. */
export function toCompletion(model: string, answer: FakeAnswer): object {
  const toolCalls = answer.toolCalls.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.tool, arguments: toArgumentText(call) },
  }));
  const message = { role: 'assistant', content: answer.text, ...(toolCalls.length > 0 && { tool_calls: toolCalls }) };
  return {
    ...toHead(model, 'chat.completion'),
    choices: [{ index: 0, message, finish_reason: answer.finishReason }],
    ...(answer.usage && { usage: answer.usage }),
  };
}

/** Headers of all calls first, then their arguments in turns, so that only the index tells them apart. */
function toToolDeltas({ toolCalls }: FakeAnswer, { argumentPieces = 2, duplicate }: Behaviour): object[] {
  const headers = toolCalls.map(({ id, tool }, index) => ({ index, id, type: 'function', function: { name: tool, arguments: '' } }));
  const repeated = duplicate?.includes('toolHeader') ? headers : [];
  const pieces = Array.from({ length: argumentPieces }, (_, at) =>
    toolCalls.map((call, index) => {
      const text = toArgumentText(call);
      const size = Math.ceil(text.length / argumentPieces);
      return { index, function: { arguments: text.slice(at * size, (at + 1) * size) } };
    }),
  ).flat();
  return [...headers, ...repeated, ...pieces];
}

function toHead(model: string, object: string): object {
  return { id: 'chatcmpl-fake', object, created: 1_700_000_000, model };
}
