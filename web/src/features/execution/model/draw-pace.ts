/** In ms: however fast text comes, the page is drawn at most this often. */
const SHORTEST_MS = 40;
/** In ms: however much there is to draw, what has come is shown after this long. */
const LONGEST_MS = 400;

/** How long, in ms, what comes waits to be drawn when the last drawing took `costMs`: two thirds of the time stay free for the reader. */
export function toPause(costMs: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, 2 * costMs));
}
