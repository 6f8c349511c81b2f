import type { ExecutionView } from '@client';

/** What an agent has answered so far; `streaming` while it is still writing. */
export function toAnswer(view: ExecutionView): { text: string; streaming: boolean } {
  const writing = [...view.streaming.values()].findLast(({ state }) => state === 'streaming');
  if (writing !== undefined) return { text: writing.text, streaming: true };
  const said = view.transcript.findLast((entry) => entry.type === 'message' && entry.message.role === 'assistant');
  return { text: said?.type === 'message' ? said.message.text : '', streaming: false };
}
