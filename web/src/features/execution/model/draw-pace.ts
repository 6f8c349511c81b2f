/** In ms: however fast text comes, the page is drawn at most this often. */
const SHORTEST_MS = 40;
/** In ms: however much there is to draw, what has come is shown after this long. */
const LONGEST_MS = 400;

/** In ms: a drawing that is not done by then waits for something, for instance a part of the page that is still being loaded; what has come is drawn without it. */
export const STALLED_MS = 1_000;

/** How long, in ms, what comes waits to be drawn when the last drawing took `costMs`: two thirds of the time stay free for the reader. */
export function toPause(costMs: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, 2 * costMs));
}
