import { createHash } from 'node:crypto';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { LIMIT } from '../../../contracts/constants';
import { isNestedDeeperThan, type Json } from '../../../contracts/json';
import type { ModelToolCall } from '../../../contracts/ports/model-provider';

type Delta = ChatCompletionChunk.Choice.Delta.ToolCall;

interface Pieces {
  index: number;
  id: string;
  tool: string;
  arguments: string;
}

interface ToolCalls {
  add(delta: Delta): void;
  toList(): ModelToolCall[];
  /** As the server would have sent them at once, whatever is wrong with them. */
  toRaw(): Json[];
}

/**
 * Puts tool calls together from their deltas, by index. A repeated header changes nothing; a header with another id
 * at a known index is another call (some servers number every call 0).
 */
export function createToolCalls(callId: string): ToolCalls {
  const calls: Pieces[] = [];
  return {
    add(delta) {
      const { name: tool, arguments: piece = '' } = delta.function ?? {};
      const index = delta.index ?? calls.at(-1)?.index ?? 0;
      const known = calls.findLast((call) => call.index === index);
      if (known === undefined || (delta.id && known.id !== '' && delta.id !== known.id && tool)) {
        calls.push({ index, id: delta.id ?? '', tool: tool ?? '', arguments: piece });
        return;
      }
      known.id ||= delta.id ?? '';
      known.tool ||= tool ?? '';
      if (!isWholeRepeated(known, delta)) known.arguments += piece;
    },
    toList: () => {
      const taken = new Set<string>(['']);
      return calls
        .filter((call) => call.tool !== '')
        .map((call, position) => {
          const id = taken.has(call.id) ? toCallId(callId, position) : call.id;
          taken.add(id);
          return { id, tool: call.tool, arguments: fromArguments(call.arguments) };
        });
    },
    toRaw: () => calls.map(({ id, tool, arguments: given }) => ({ id, type: 'function', function: { name: tool, arguments: given } })),
  };
}

/** The whole call sent once more: nothing can follow arguments that are complete. */
function isWholeRepeated(known: Pieces, { id, function: repeated }: Delta): boolean {
  return (
    id === known.id && repeated?.arguments === known.arguments && known.arguments.endsWith('}') && parse(known.arguments) !== undefined
  );
}

/** An id for servers that give none, or the same one twice; short, for some refuse long ones, and the same for the same answer. */
function toCallId(callId: string, position: number): string {
  return `call_${createHash('sha256').update(callId).digest('hex').slice(0, 16)}_${position}`;
}

/** Parsed arguments; text that is no JSON, or JSON that is too deep to handle, as it is; none at all as an empty object. */
export function fromArguments(text: string): Json {
  if (text.trim() === '') return {};
  return parse(text) ?? text;
}

function parse(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isNestedDeeperThan(LIMIT.jsonDepth, value) ? undefined : value;
  } catch {
    return undefined;
  }
}
