import type { Json } from './json';
import { toPieces } from './pieces';
import type { TapePage } from './plan';
import { byteLength } from './text';

/** Bytes of JSON in a page; each page is a payload of its own in Temporal's history. */
const PAGE_BYTES = 48 * 1024;

/** In place of the id in the pieces of an entry that no page has room for; what ends them has null in place of a piece. */
const PIECE = '';

/** Entries in pages, in their order. */
export function toTapePages(entries: Iterable<[id: string, value: Json]>): TapePage[] {
  const pages: TapePage[] = [];
  let bytes = PAGE_BYTES;
  const put = (entry: [id: string, value: Json], size: number) => {
    if (bytes + size > PAGE_BYTES) {
      pages.push([]);
      bytes = 0;
    }
    pages.at(-1)?.push(entry);
    bytes += size;
  };
  for (const entry of entries) {
    const json = JSON.stringify(entry);
    const size = byteLength(json);
    if (size <= PAGE_BYTES) put(entry, size);
    else for (const piece of [...toPieces(json), null]) put([PIECE, piece], byteLength(JSON.stringify([PIECE, piece])));
  }
  return pages;
}

/** The entries of pages; all pages, for some are in pieces. */
export function* fromTapePages(pages: TapePage[]): Generator<[id: string, value: Json]> {
  let json = '';
  for (const [id, value] of pages.flat()) {
    if (id !== PIECE) yield [id, value];
    else if (value !== null) json += String(value);
    else {
      yield JSON.parse(json) as [string, Json];
      json = '';
    }
  }
}
