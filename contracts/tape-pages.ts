import type { Json } from './json';
import type { TapePage } from './plan';

/** Characters of JSON in a page; each page is a payload of its own in Temporal's history. */
const PAGE_LENGTH = 48 * 1024;

/** Entries in pages, in their order. */
export function toTapePages(entries: Iterable<[id: string, value: Json]>): TapePage[] {
  const pages: TapePage[] = [];
  let length = PAGE_LENGTH;
  for (const entry of entries) {
    const size = JSON.stringify(entry).length;
    if (length + size > PAGE_LENGTH) {
      pages.push([]);
      length = 0;
    }
    pages.at(-1)?.push(entry);
    length += size;
  }
  return pages;
}
