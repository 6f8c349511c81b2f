import { LIMIT } from '../contracts/constants';
import { isNestedDeeperThan, type Json } from '../contracts/json';

/** What a model answers where JSON is asked for: the data, or why it cannot be used. A fence around it is taken off. */
export function parseAnswer(text: string): { data: Json } | { invalid: string } {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text);
  let data: Json;
  try {
    data = JSON.parse(fenced?.[1] ?? text) as Json;
  } catch {
    return { invalid: 'it is not JSON' };
  }
  return isNestedDeeperThan(LIMIT.jsonDepth, data) ? { invalid: `it is nested more than ${LIMIT.jsonDepth} levels deep` } : { data };
}
