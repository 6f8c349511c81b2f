import { cutText } from '../contracts/text';
import type { Read, Seen } from './see-thread';

/** The system prompt of a call that sums up; `wanted` is the definition's own word on what must be kept. */
export function toSummaryInstructions(wanted: string | undefined): string {
  const rule =
    'You sum up the older part of a conversation for a model that goes on with it and will not see that part. Keep what was asked, decided, found and promised, with names, numbers and open questions; leave out courtesies and repetitions. Answer with the summary only, in at most 300 words.';
  return wanted === undefined ? rule : `${rule}\n${wanted}`;
}

/** The messages as one text, each at most `longest` characters of it, after the summary of what came before them. */
export function toSummaryRequest(seen: readonly Seen<Read>[], earlier: string | undefined, longest: number): string {
  const before = earlier === undefined ? [] : [`Summary of what came before:\n${earlier}`];
  return [...before, 'Sum this up:', ...seen.map((one) => toLine(one, longest))].join('\n\n');
}

function toLine({ message, source }: Seen<Read>, longest: number): string {
  const shorten = (text: string): string => (text.length > longest ? `${cutText(text, longest)} …` : text);
  if (message.role === 'tool') return `[${message.tool} answered] ${shorten(message.text)}`;
  if (message.role === 'user') return source.role === 'user' ? `[user] ${shorten(message.text)}` : shorten(message.text);
  const asked = (message.toolCalls ?? []).map(({ tool, arguments: given }) => `[asked ${tool}] ${shorten(JSON.stringify(given))}`);
  return [`[you] ${shorten(message.text)}`, ...asked].join('\n');
}
