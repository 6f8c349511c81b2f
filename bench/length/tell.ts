/** Prints a figure with what it must keep, if anything. */
export function tell(what: string, figure: number, bounds: { atMost?: number; atLeast?: number }, more: string): void {
  const { atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = bounds;
  const isMet = figure <= atMost && figure >= atLeast;
  const targets = [bounds.atLeast !== undefined && `at least ${atLeast}`, bounds.atMost !== undefined && `at most ${atMost}`].filter(
    Boolean,
  );
  const mark = targets.length === 0 ? '      ' : isMet ? 'ok    ' : 'MISSED';
  console.log(`  ${mark} ${what}: ${Number(figure.toFixed(4))}${targets.length > 0 ? ` (${targets.join(', ')})` : ''}; ${more}`);
}
