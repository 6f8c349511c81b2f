import type { ExecutionView } from '@client';

/** True when the execution's output is a text of its own, and not simply the last message. */
export function hasOwnOutput({ output, transcript }: Pick<ExecutionView, 'output' | 'transcript'>): boolean {
  if (output === null) return false;
  const last = transcript.findLast((entry) => entry.type === 'message' && entry.message.role === 'assistant');
  // The event's text may be cut, so its beginning decides.
  return last?.type !== 'message' || !last.message.text.startsWith(output.text);
}
