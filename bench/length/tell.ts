/** Prints a figure with what it must keep. */
export function tell(what: string, figure: number, { atMost, atLeast }: { atMost?: number; atLeast?: number }, more: string): void {
  const isMet = figure <= (atMost ?? Number.POSITIVE_INFINITY) && figure >= (atLeast ?? Number.NEGATIVE_INFINITY);
  const target = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
  console.log(`  ${isMet ? 'ok    ' : 'MISSED'} ${what}: ${Number(figure.toFixed(4))} (${target}); ${more}`);
}
