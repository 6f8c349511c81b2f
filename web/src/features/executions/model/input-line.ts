import type { Execution } from '@client';
import { toPlainLine } from '@/lib/to-plain-line';

/** More than a row can show. */
const LONGEST = 200;

/** What an execution is about, in one line: its input's text, or the texts in it; empty when there is none. */
export function toInputLine(input: Execution['input']): string {
  return toPlainLine(toText(input).slice(0, LONGEST)).trim();
}

function toText(input: Execution['input']): string {
  if (typeof input === 'string') return input;
  if (input === null || input === undefined) return '';
  if (typeof input !== 'object') return String(input);
  return Object.values(input)
    .map((value) => (typeof value === 'string' ? value.slice(0, LONGEST) : JSON.stringify(value)?.slice(0, LONGEST)))
    .join(' · ');
}
