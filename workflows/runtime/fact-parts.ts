import { patched } from '@temporalio/workflow';
import type { Fact } from '../../contracts/plan';
import { byteLength } from '../../contracts/text';

/** JSON of facts in one payload of the history, which has room for what else an activity is told. */
const BYTES_A_PART = 24 * 1024;

/** A history without this mark was made when facts were counted, not measured. */
const MEASURED = 'facts-in-parts';

/**
 * Facts in parts that fit into a payload each, in their order; without facts there is one part, empty. Hundreds of
 * branches may end in one moment. `most`: what a history without the mark has in a part.
 */
export function toParts(facts: Fact[], most = Number.POSITIVE_INFINITY): Fact[][] {
  const sizes = facts.map((fact) => byteLength(JSON.stringify(fact)));
  const fits = sizes.reduce((sum, size) => sum + size, 0) <= BYTES_A_PART;
  const isFull = fits || !patched(MEASURED) ? (count: number) => count >= most : (_count: number, bytes: number) => bytes > BYTES_A_PART;
  const parts: Fact[][] = [[]];
  let bytes = 0;
  for (const [index, fact] of facts.entries()) {
    const size = sizes[index] ?? 0;
    if ((parts.at(-1)?.length ?? 0) > 0 && isFull(parts.at(-1)?.length ?? 0, bytes + size)) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(fact);
    bytes += size;
  }
  return parts;
}
