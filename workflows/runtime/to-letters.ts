import { LETTER_KINDS, type Letter } from '../../contracts/letters';

/**
 * What a signal brought, when it is a list of letters and nothing else; undefined otherwise. One that is taken for a
 * letter without being one would break this run, and all that follow, at every replay.
 */
export function toLetters(sent: unknown): Letter[] | undefined {
  return Array.isArray(sent) && sent.every(isLetter) ? sent : undefined;
}

function isLetter(value: unknown): value is Letter {
  if (typeof value !== 'object' || value === null) return false;
  const { number, id, kind, about } = value as Partial<Letter>;
  return Number.isSafeInteger(number) && Number(number) > 0 && typeof id === 'string' && typeof about === 'string' && isKind(kind);
}

function isKind(kind: unknown): boolean {
  return LETTER_KINDS.some((known) => known === kind);
}
