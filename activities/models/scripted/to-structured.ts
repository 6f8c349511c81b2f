import type { Json, JsonObject } from '../../../contracts/json';
import type { ModelMessage } from '../../../contracts/ports/model-provider';
import { toSample } from './to-sample';
import { toTopic } from './to-topic';

/** What an answer of a schema is made of. A manager lets each participant speak once, in turn, and then ends. */
export function toStructured(schema: JsonObject, messages: ModelMessage[]): Json {
  const properties = schema.properties as JsonObject | undefined;
  const speakers = ((properties?.next as { enum?: Json[] } | undefined)?.enum ?? []).filter((id): id is string => typeof id === 'string');
  const turns = countTurns(messages, speakers);
  if (speakers.length > 0 && properties?.satisfied !== undefined) return toProgress(messages, speakers, turns);
  if (speakers.length > 0) return { next: speakers[turns] ?? null };
  const text = messages.findLast(({ role }) => role === 'user')?.text ?? '';
  return toSample(schema, { topic: toTopic(text), text, version: toVersion(text) });
}

/** The request is met when each of the team has had its say. */
function toProgress(messages: ModelMessage[], speakers: string[], turns: number): Json {
  const topic = toTopic(messages.find(({ role }) => role === 'user')?.text ?? '');
  const instruction = `[scripted] Please do your part of “${topic}”.`;
  return { satisfied: turns >= speakers.length, progress: true, inLoop: false, next: speakers[turns] ?? speakers[0] ?? '', instruction };
}

function countTurns(messages: ModelMessage[], speakers: string[]): number {
  return messages.filter(({ role, text }) => role === 'user' && speakers.some((id) => text.startsWith(`${id}: `))).length;
}

/** Which version of a work the text says that it is; 2 when it does not, for that one is good enough. */
function toVersion(text: string): number {
  return Number(/\b(?:version|draft|take|round|iteration|attempt)\s+#?(\d{1,6})\b/i.exec(text)?.[1] ?? 2);
}
