import type { ExecutionView } from '@client';

/** As many as there are tokens `--speaker-n` in the theme. */
const COLORS = 6;

/** A colour for each speaker, in the order in which they first spoke: the first six are told apart. */
export function toSpeakerColors({ transcript, streaming }: Pick<ExecutionView, 'transcript' | 'streaming'>): Map<string, string> {
  const colors = new Map<string, string>();
  const add = (name: string) => {
    if (!colors.has(name)) colors.set(name, `var(--speaker-${(colors.size % COLORS) + 1})`);
  };
  for (const entry of transcript) if (entry.type === 'message' && entry.message.role === 'assistant') add(toSpeaker(entry.message.agent));
  for (const { agent } of streaming.values()) add(agent);
  return colors;
}

/** Who speaks in a message of an agent that has no name. */
export function toSpeaker(agent: string | undefined): string {
  return agent ?? 'assistant';
}
