import type { Json } from '@client';

export type InputKind = 'text' | 'json';

/** What was typed, as the execution's input; a text that is empty is no input. Throws a `SyntaxError` that says where. */
export function readInput(kind: InputKind, typed: string): Json | undefined {
  if (typed.trim() === '') return undefined;
  return kind === 'text' ? typed : (JSON.parse(typed) as Json);
}
