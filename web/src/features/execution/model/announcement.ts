import type { ExecutionView } from '@client';

/** The newest thing that is worth saying aloud, in one sentence; empty before anything has happened. */
export function toAnnouncement({ transcript, streaming }: Pick<ExecutionView, 'transcript' | 'streaming'>): string {
  const interrupted = [...streaming.values()].find(({ state }) => state === 'interrupted');
  if (interrupted !== undefined) return `${interrupted.agent} was interrupted and begins again.`;
  const last = transcript.findLast((entry) => entry.type === 'message' && entry.message.role === 'assistant');
  if (last?.type !== 'message') return '';
  const speaker = last.message.agent ?? 'The assistant';
  const tools = last.message.toolCalls?.map(({ tool }) => tool) ?? [];
  return tools.length > 0 ? `${speaker} uses ${tools.join(', ')}.` : `${speaker} has answered.`;
}
