import { LIMIT } from '../contracts/constants';
import { isNestedDeeperThan, type Json, type JsonObject } from '../contracts/json';
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
  if (isNestedDeeperThan(LIMIT.jsonDepth, data)) return { invalid: `it is nested more than ${LIMIT.jsonDepth} levels deep` };
  const invalid = describeMistakes(schema, data, 'answer');
  return invalid === null ? { data } : { invalid };
}
