import { createHash } from 'node:crypto';
import { canonicalJson } from '../../contracts/json';

/** What a cursor belongs to: the list's kind and everything that chooses its items. */
export interface CursorScope {
  list: string;
  [filter: string]: unknown;
}

/** An opaque cursor that says where a page of this list ended. */
export function toCursor(scope: CursorScope, position: number[]): string {
  return Buffer.from(JSON.stringify([fingerprint(scope), ...position])).toString('base64url');
}

/** The position in a cursor of this very list; null when it is another list's or no cursor at all. */
export function fromCursor(scope: CursorScope, cursor: string, length: number): number[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
  if (!Array.isArray(parsed) || parsed.length !== length + 1 || parsed[0] !== fingerprint(scope)) return null;
  const position = parsed.slice(1);
  return position.every((part) => Number.isSafeInteger(part)) ? position : null;
}

function fingerprint(scope: CursorScope): string {
  return createHash('sha256').update(canonicalJson(scope)).digest('base64url').slice(0, 16);
}
