import type { EditTarget, Execution } from '@client';

/** An execution and what was forked from it, oldest first. */
export interface LineageNode {
  execution: Execution;
  children: LineageNode[];
}

/** The whole tree that an execution is in, as far as it is still there. */
export interface LineageTree {
  origin: LineageNode;
  /** The execution that `origin` was forked from was deleted. */
  rootless: boolean;
  /** There are more than are shown. */
  cut: boolean;
}

const WORDS: Record<EditTarget['type'], string> = {
  agent: 'agent',
  message: 'message',
  toolResult: 'result of',
  answer: 'answer to',
  input: 'input of',
};

/** What was edited, in one line. */
export function toEditsText(edits: readonly EditTarget[]): string {
  return edits.map(({ type, target }) => `${WORDS[type]} ${target}`).join(', ');
}
