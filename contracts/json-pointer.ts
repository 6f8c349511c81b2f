import { cutText } from './text';

const LONGEST_SEGMENT = 100;

/** A JSON Pointer (RFC 6901) of these segments; a very long one is cut, for pointers are shown to people. */
export function toJsonPointer(segments: readonly PropertyKey[]): string {
  return segments.map((segment) => `/${escapeSegment(String(segment))}`).join('');
}

function escapeSegment(segment: string): string {
  return cutText(segment, LONGEST_SEGMENT).replaceAll('~', '~0').replaceAll('/', '~1');
}
