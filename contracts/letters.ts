import type { Json } from './json';

/** What people and programs send to a running execution. No library here: workflow code imports this file. */
export const LETTER_KINDS = ['event', 'decision', 'message', 'pause', 'resume'] as const;

export type LetterKind = (typeof LETTER_KINDS)[number];

/**
 * A letter as the workflow gets it (design §3): written to the store first, which is what a 2xx promises, then
 * delivered by a signal, as often as it takes. It holds no texts; they stay in the store.
 */
export interface Letter {
  /** Dense from 1 within its execution, in the order in which letters were accepted. The workflow takes each once. */
  number: number;
  id: string;
  kind: LetterKind;
  /** What a waiting branch looks for: an event's name, an approval's id, a chat's step path; empty for pause and resume. */
  about: string;
  /** What the workflow must decide by, a few dozen bytes, for instance a verdict. */
  value?: Json;
}

/** A letter that has not been accepted yet. */
export type NewLetter = Omit<Letter, 'number'> & {
  /** Texts and data, of any length; for activities, never for the workflow. */
  content?: Json;
};

/** What is written in the letter of an event. */
export type EventContent = { text?: string; payload?: Json };

/** What is written in the letter of a message into a chat; `as` is who says it. */
export type MessageContent = { text: string; as: string };

/** Name of the signal that delivers letters: one argument, a list of them, ascending. */
export const DELIVER_SIGNAL = 'deliver';

/** Letters in one signal. */
export const LETTERS_A_SIGNAL = 100;
