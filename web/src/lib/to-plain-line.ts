/** Marks that turn the direction of what stands behind them. */
const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069]/g;

/** Somebody's text for a place without markup (the tab, a notification): it cannot turn round what stands beside it. */
export function toPlainLine(text: string): string {
  return text.replaceAll(DIRECTION_MARKS, '').replaceAll(/\s+/g, ' ');
}
