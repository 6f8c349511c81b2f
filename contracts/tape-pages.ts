import type { Json } from './json';
import type { TapePage } from './plan';
import { byteLength } from './text';

/** Bytes of JSON in a page; each page is a payload of its own in Temporal's history. */
const PAGE_BYTES = 48 * 1024;

/** Entries in pages, in their order. */
export function toTapePages(entries: Iterable<[id: string, value: Json]>): TapePage[] {
  const pages: TapePage[] = [];
  let bytes = PAGE_BYTES;
  for (const entry of entries) {
    const size = byteLength(JSON.stringify(entry));
    if (bytes + size > PAGE_BYTES) {
      pages.push([]);
      bytes = 0;
    }
    pages.at(-1)?.push(entry);
    bytes += size;
  }
  return pages;
}
