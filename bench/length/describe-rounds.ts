const HUNDRED = 100;

/** Mean milliseconds a call of the first and of the last hundred calls; `at` says when each began, in their order. */
export function describeRounds(at: number[]): { first: number; last: number } {
  const mean = (from: number, to: number) => ((at[to] ?? Number.NaN) - (at[from] ?? Number.NaN)) / (to - from);
  const count = Math.min(HUNDRED, Math.floor((at.length - 1) / 2));
  return { first: mean(0, count), last: mean(at.length - 1 - count, at.length - 1) };
}
