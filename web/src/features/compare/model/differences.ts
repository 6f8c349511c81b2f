import { fromUnits, type StepComparison, toUnits, type Usage } from '@client';
import { toNumberText } from '@/lib/format';

/** Which side of a comparison. */
export type Side = 'left' | 'right';

/** What the second has more (or less, with a minus) than the first, as people read it; `same` for nothing. */
export function toDifferenceText(left: number, right: number): string {
  const difference = right - left;
  if (difference === 0) return 'same';
  return `${difference > 0 ? '+' : '−'}${toNumberText(Math.abs(difference))}`;
}

/** The same for money, exactly; unknown when one of the two is, or they are in two currencies. */
export function toCostDifferenceText(left: Usage['cost'], right: Usage['cost']): string {
  if (left === null || right === null || left.currency !== right.currency) return 'unknown';
  const difference = toUnits(right.amount) - toUnits(left.amount);
  if (difference === 0n) return 'same';
  return difference > 0n ? `+${fromUnits(difference)} ${left.currency}` : `−${fromUnits(-difference)} ${left.currency}`;
}

/** These differ only because of what is inside them. */
const AROUND: readonly string[] = ['sequential', 'concurrent', 'groupChat', 'handoff', 'magentic', 'route', 'loop', 'map'];

/** What differs in a step, in a few words. */
export function toDifferences({ left, right, same, stepType }: StepComparison): string[] {
  if (same) return [];
  if (left === null) return ['only in the second'];
  if (right === null) return ['only in the first'];
  const found = [
    left.status !== right.status && 'another end',
    left.error?.code !== right.error?.code && 'another error',
    left.text !== right.text && 'another text',
  ].filter((one): one is string => one !== false);
  // The list has only the beginnings of long texts.
  if (found.length === 0) found.push('another text, further on');
  return AROUND.includes(stepType ?? '') ? found.map((one) => `${one} inside`) : found;
}
