import type { CallModelInput } from '../../contracts/activities';
import type { Message } from '../../contracts/entities';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { CallView } from '../../contracts/view';
import { renderView, type ViewParts } from '../../views/render-view';
import { type Read, seeThread } from '../../views/see-thread';
import { addSizes, type SizedMessages, sizeOfMessages } from '../input-size';
import type { Lineage, Speaker } from '../lineage';
import type { PinnedAgentDefinition } from '../pinned-definitions';
import { finalFailure } from '../running-call';
import type { SeenTail } from './seen-tail';
import type { TokenMeasure } from './token-measure';

/** Who is about to speak, and what it is sent besides its thread. */
export interface Speaking {
  organizationId: string;
  executionId: string;
  input: CallModelInput;
  lineage: Lineage;
  speaker: Speaker;
  agent: PinnedAgentDefinition;
  /** The message that opens the turn; it may not be in the store yet. */
  opening: readonly Read[];
  /** Everything that is sent besides messages and counts: instructions, tools, schema. */
  around: string;
  /** What is shown after the thread; `own`: the last message that is seen of it is the speaker's. */
  added(own: boolean): NonNullable<CallView['added']>;
}

/** What a call is shown, as it is recorded and as it is sent. */
export interface Viewed extends SizedMessages {
  view: CallView;
}

/** What views are made from. */
export interface Sight extends Speaking {
  executions: ExecutionStore;
  tail: SeenTail;
  /** All of the thread, the opening one included. */
  showAll(): Promise<SizedMessages>;
  measure: TokenMeasure;
  /** The thread's first message, if it is a user's: that is shown always. Empty in a full view, which shows all. */
  head: Read[];
  /** Messages of the thread, the opening one included. */
  end: number;
  /** Tokens of what is always shown: all around, the head, what is added. */
  fixed: number;
}

/** A summary that stands in the place of what is left out. */
export interface SummaryShown {
  message: Message;
  /** Characters of it that are shown. */
  length: number;
  tokens: number;
}

/** The view of the head, a summary, and the thread from `from` on. */
export async function showFrom(sight: Sight, from: number, tokens: number, summary?: SummaryShown): Promise<Viewed> {
  const { tail, showAll, head, end, input, speaker, agent, measure } = sight;
  const cut = from > head.length ? { head: head.length, from } : undefined;
  const view: CallView = {
    thread: input.thread,
    upTo: end,
    reader: speaker.reader,
    agent: speaker.reference,
    ...(agent.savedRevision === undefined ? { instructions: agent.instructions } : { revision: agent.savedRevision }),
    ...(cut && { cut }),
    ...(summary && { summary: { thread: summary.message.thread, index: summary.message.index, length: summary.length } }),
    ...(Number.isFinite(measure.limit) && { tokens }),
  };
  const { messages, size } =
    cut === undefined
      ? await showAll()
      : toViewed(view, { head: seeThread(head, speaker.reader), tail: await tail(cut.from), summary: summary?.message });
  const added = sight.added(messages.at(-1)?.role === 'assistant');
  messages.push(...added);
  return { view: { ...view, ...(added.length > 0 && { added }) }, messages, size: addSizes(size, sizeOfMessages(added)) };
}

export function toViewed(view: CallView, parts: ViewParts<Read>): Viewed {
  const messages = renderView(view, parts).map(({ message }) => message);
  return { view, messages, size: sizeOfMessages(messages) };
}

/** Even the least that the view allows is above the limit. Nothing has been sent. */
export function tooLong({ agent, measure }: Sight): Error {
  return finalFailure(
    'context_too_long',
    `What ${agent.name} must be shown has more than ${measure.limit} tokens; raise maxTokens or limits.contextTokens, show it fewer messages, or make them shorter`,
  );
}
