import { cutText } from './text';

const LONGEST_SEGMENT = 100;

/** A JSON Pointer (RFC 6901) of these segments; a very long one is cut, for pointers are shown to people. */
export function toJsonPointer(segments: readonly PropertyKey[]): string {
  return segments.map((segment) => `/${escapeSegment(String(segment))}`).join('');
}

/** The segments of a JSON Pointer; none for the empty one, which is the whole. */
export function fromJsonPointer(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function escapeSegment(segment: string): string {
  return cutText(segment, LONGEST_SEGMENT).replaceAll('~', '~0').replaceAll('/', '~1');
}
