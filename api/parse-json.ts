import { LIMIT } from '../contracts/constants';
import type { Json } from '../contracts/json';
import { toJsonPointer } from '../contracts/json-pointer';
import { Problem, type ProblemDetail } from '../contracts/problem';
import { findDuplicateNames } from './find-duplicate-names';

const POLLUTING = new Set(['__proto__', 'constructor', 'prototype']);
const LONE_SURROGATE = /\p{Surrogate}/u;
const MOST_MISTAKES = 50;

/**
 * JSON from outside. Throws `invalid_json` when the bytes are not JSON in UTF-8, `invalid_body` with pointers when
 * they hold what no JSON of ours may: deep nesting, names that pollute prototypes or come twice, NUL, lone
 * surrogates, numbers that JavaScript cannot hold.
 */
export function parseJson(bytes: Uint8Array): Json {
  const { text, value } = read(bytes);
  const errors = findMistakes(value);
  // After the depth is known to be small, for a pointer is as long as the way to it.
  if (errors.length === 0) errors.push(...findDuplicateNames(text, MOST_MISTAKES).map(toDuplicate));
  if (errors.length > 0) throw new Problem('invalid_body', 'Correct the places listed in errors', { errors });
  return value;
}

function read(bytes: Uint8Array): { text: string; value: Json } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, value: JSON.parse(text) as Json };
  } catch (cause) {
    throw new Problem('invalid_json', 'Send JSON in UTF-8', { cause });
  }
}

function toDuplicate(path: string): ProblemDetail {
  return { path, code: 'duplicate_name', message: 'The object has this name twice; keep one' };
}

/** A place in the body. Places are linked, for a path of its own for each would cost hundreds of times the body. */
interface Place {
  value: Json;
  outer: Place | null;
  name: string;
  depth: number;
}

/** Walks with a list of its own, for a body may be nested deeper than the call stack. */
function findMistakes(root: Json): ProblemDetail[] {
  const mistakes: ProblemDetail[] = [];
  const open: Place[] = [{ value: root, outer: null, name: '', depth: 0 }];
  const note = (place: Place, code: string, message: string) => mistakes.push({ path: pointerTo(place), code, message });

  for (let place = open.pop(); place !== undefined && mistakes.length < MOST_MISTAKES; place = open.pop()) {
    const { value, depth } = place;
    if (typeof value === 'string' && !isText(value)) note(place, 'invalid_text', 'NUL and lone surrogates are not allowed');
    if (typeof value === 'number' && !Number.isFinite(value)) note(place, 'number_out_of_range', 'The number is too large');
    if (value === null || typeof value !== 'object') continue;
    if (depth >= LIMIT.jsonDepth) {
      note(place, 'too_deep', `At most ${LIMIT.jsonDepth} levels of nesting are allowed`);
      continue;
    }
    const named = !Array.isArray(value);
    for (const name in value) {
      const inner = { value: (value as { [name: string]: Json })[name] as Json, outer: place, name, depth: depth + 1 };
      if (named && POLLUTING.has(name)) note(inner, 'forbidden_key', `The name ${name} is not allowed`);
      if (named && !isText(name)) note(inner, 'invalid_text', 'NUL and lone surrogates are not allowed');
      if (isWorthVisiting(inner.value)) open.push(inner);
      if (mistakes.length >= MOST_MISTAKES) break;
    }
  }
  return mistakes;
}

/** Most values of a large body are small ones that cannot be wrong. */
function isWorthVisiting(value: Json): boolean {
  return typeof value === 'string' || (typeof value === 'number' ? !Number.isFinite(value) : value !== null && typeof value === 'object');
}

function pointerTo({ outer, name }: Place): string {
  return outer === null ? '' : `${pointerTo(outer)}${toJsonPointer([name])}`;
}

/** False of a text with NUL or half a surrogate pair: neither survives every store and transport. */
export function isText(text: string): boolean {
  return !text.includes('\u0000') && !LONE_SURROGATE.test(text);
}
