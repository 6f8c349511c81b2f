import type { Message } from '../contracts/entities';
import type { ModelMessage } from '../contracts/ports/model-provider';
import { cutText } from '../contracts/text';
import type { CallView } from '../contracts/view';
import { type Read, type Seen, seeThread } from './see-thread';
import { toSummaryRequest } from './summary-request';

/** What a view is made of, as its reader sees it. */
export interface ViewParts<M extends Read> {
  /** The first `cut.head` messages of the thread; none when nothing is cut. */
  head: readonly Seen<M>[];
  /** From `cut.from` on, or from `summarizes.from`, else all. */
  tail: readonly Seen<M>[];
  /** The one that `summary` names. */
  summary?: M;
}

/** A message as it was shown; one without `source` is in no thread. */
export type Shown<M extends Read> = Partial<Seen<M>> & { message: ModelMessage };

/** What a call is shown, in order. The same view of the same messages is always the same. */
export function renderView<M extends Read>(view: CallView, { head, tail, summary }: ViewParts<M>): Shown<M>[] {
  const { summarizes, added = [] } = view;
  const earlier = summary === undefined ? undefined : cutText(summary.text, view.summary?.length ?? 0);
  if (summarizes !== undefined) {
    return [{ message: { role: 'user', text: toSummaryRequest(tail, earlier, summarizes.longest) } }];
  }
  return [
    ...head,
    ...(earlier === undefined ? [] : [{ source: summary, message: { role: 'user' as const, text: toShownSummary(earlier) } }]),
    ...tail,
    ...added.map((message): Shown<M> => ({ message })),
  ];
}

/** How a summary stands in the place of the messages that it sums up. */
export function toShownSummary(text: string): string {
  return `Summary of the conversation so far:\n${text}`;
}

/** Reads the parts of a recorded view; `readThread` reads one thread of its execution. */
export async function readViewParts(
  view: CallView,
  readThread: (thread: string, range: { from: number; upTo: number }) => Promise<Message[]>,
): Promise<ViewParts<Message>> {
  const { thread, upTo, reader, cut, summary, summarizes } = view;
  const from = cut?.from ?? summarizes?.from ?? 0;
  const [head, tail, [summed]] = await Promise.all([
    cut === undefined || cut.head === 0 ? [] : readThread(thread, { from: 0, upTo: cut.head }),
    readThread(thread, { from, upTo }),
    summary === undefined ? [] : readThread(summary.thread, { from: summary.index, upTo: summary.index + 1 }),
  ]);
  return { head: seeThread(head, reader), tail: seeThread(tail, reader), ...(summed && { summary: summed }) };
}
