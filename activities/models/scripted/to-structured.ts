import type { Json, JsonObject } from '../../../contracts/json';
import type { ModelMessage } from '../../../contracts/ports/model-provider';
import { toSample } from './to-sample';
import { toTopic } from './to-topic';

/** What an answer of a schema is made of. A manager lets each participant speak once, in turn, and then ends. */
export function toStructured(schema: JsonObject, messages: ModelMessage[]): Json {
  const properties = schema.properties as JsonObject | undefined;
  const speakers = ((properties?.next as { enum?: Json[] } | undefined)?.enum ?? []).filter((id): id is string => typeof id === 'string');
  if (speakers.length > 0) return { next: speakers[countTurns(messages, speakers)] ?? null };
  const text = messages.findLast(({ role }) => role === 'user')?.text ?? '';
  return toSample(schema, { topic: toTopic(text), text, version: toVersion(text) });
}

function countTurns(messages: ModelMessage[], speakers: string[]): number {
  return messages.filter(({ role, text }) => role === 'user' && speakers.some((id) => text.startsWith(`${id}: `))).length;
}

/** Which version of a work the text says that it is; 2 when it does not, for that one is good enough. */
function toVersion(text: string): number {
  return Number(/\b(?:version|draft|take|round|iteration|attempt)\s+#?(\d{1,6})\b/i.exec(text)?.[1] ?? 2);
}
