import type { Json, JsonObject } from '../contracts/json';
import { describeMistakes } from '../expressions/json-schema';

/** An answer that should be JSON of a schema: its data, or why it cannot be used. */
export type Structured = { data: Json } | { invalid: string };

/** Reads the JSON of an answer, also when the model fenced it as code, and checks it against the schema. */
export function readStructured(text: string, schema: JsonObject): Structured {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text);
  let data: Json;
  try {
    data = JSON.parse(fenced?.[1] ?? text) as Json;
  } catch {
    return { invalid: 'it is not JSON' };
  }
  const invalid = describeMistakes(schema, data, 'answer');
  return invalid === null ? { data } : { invalid };
}
