import type { ExecutionView } from '@client';

/** True when the execution's output is a text of its own, and not simply the last message. */
export function hasOwnOutput({ output, transcript }: Pick<ExecutionView, 'output' | 'transcript'>): boolean {
  if (output === null) return false;
  const last = transcript.findLast((entry) => entry.type === 'message' && entry.message.role === 'assistant');
  if (last?.type !== 'message') return true;
  const { text, truncated } = last.message;
  // The texts of events may be cut, so a beginning decides.
  return !text.startsWith(output.text) && !(truncated === true && output.text.startsWith(text));
}
