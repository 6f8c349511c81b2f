import { type Figure, verdictOf } from '../api/figures';

/** Prints a figure with what it must keep, if anything. */
export function tell(title: string, value: number, bounds: Pick<Figure, 'atMost' | 'atLeast'>, more: string): void {
  const targets = [
    ...(bounds.atLeast === undefined ? [] : [`at least ${bounds.atLeast}`]),
    ...(bounds.atMost === undefined ? [] : [`at most ${bounds.atMost}`]),
  ];
  const target = targets.length === 0 ? '' : ` (${targets.join(', ')})`;
  console.log(`  ${verdictOf({ title, unit: '', value, ...bounds })} ${title}: ${Number(value.toFixed(4))}${target}; ${more}`);
}
