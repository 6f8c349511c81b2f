import type { JsonObject } from '../contracts/json';
import { describeMistakes } from '../expressions/json-schema';
import { parseAnswer } from '../expressions/parse-answer';

/** Reads the JSON of an answer and checks it against the schema. */
export function readStructured(text: string, schema: JsonObject): ReturnType<typeof parseAnswer> {
  const answer = parseAnswer(text);
  if ('invalid' in answer) return answer;
  const invalid = describeMistakes(schema, answer.data, 'answer');
  return invalid === null ? answer : { invalid };
}
