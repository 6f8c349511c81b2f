import { LIMIT } from '../contracts/constants';
import type { Json } from '../contracts/json';
import { toJsonPointer } from '../contracts/json-pointer';
import { Problem, type ProblemDetail } from '../contracts/problem';

const POLLUTING = new Set(['__proto__', 'constructor', 'prototype']);
const LONE_SURROGATE = /\p{Surrogate}/u;
const MOST_MISTAKES = 50;

/**
 * JSON from outside. Throws `invalid_json` when the bytes are not JSON in UTF-8, `invalid_body` with pointers when
 * they hold what no JSON of ours may: deep nesting, names that pollute prototypes, NUL, lone surrogates, numbers
 * that JavaScript cannot hold.
 */
export function parseJson(bytes: Uint8Array): Json {
  const value = read(bytes);
  const errors = findMistakes(value);
  if (errors.length > 0) throw new Problem('invalid_body', 'Correct the places listed in errors', { errors });
  return value;
}

function read(bytes: Uint8Array): Json {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) as Json;
  } catch (cause) {
    throw new Problem('invalid_json', 'Send JSON in UTF-8', { cause });
  }
}

interface Container {
  value: Json[] | { [key: string]: Json };
  path: string[];
}

/** Walks with a list of its own, for a body may be nested deeper than the call stack. */
function findMistakes(root: Json): ProblemDetail[] {
  const mistakes: ProblemDetail[] = [];
  const note = (path: string[], code: string, message: string) => mistakes.push({ path: toJsonPointer(path), code, message });
  const open: Container[] = [];

  function visit(value: Json, path: () => string[]): void {
    if (typeof value === 'string' && !isText(value)) note(path(), 'invalid_text', 'NUL and lone surrogates are not allowed');
    if (typeof value === 'number' && !Number.isFinite(value)) note(path(), 'number_out_of_range', 'The number is too large');
    if (value === null || typeof value !== 'object') return;
    const here = path();
    if (here.length < LIMIT.jsonDepth) open.push({ value, path: here });
    else note(here, 'too_deep', `At most ${LIMIT.jsonDepth} levels of nesting are allowed`);
  }

  visit(root, () => []);
  for (let next = open.pop(); next !== undefined && mistakes.length < MOST_MISTAKES; next = open.pop()) {
    const { value, path } = next;
    const named = !Array.isArray(value);
    for (const key of Object.keys(value)) {
      if (named && POLLUTING.has(key)) note([...path, key], 'forbidden_key', `The name ${key} is not allowed`);
      if (named && !isText(key)) note([...path, key], 'invalid_text', 'NUL and lone surrogates are not allowed');
      visit((value as { [key: string]: Json })[key] as Json, () => [...path, key]);
      if (mistakes.length >= MOST_MISTAKES) break;
    }
  }
  return mistakes;
}

/** False of a text with NUL or half a surrogate pair: neither survives every store and transport. */
export function isText(text: string): boolean {
  return !text.includes('\u0000') && !LONE_SURROGATE.test(text);
}
