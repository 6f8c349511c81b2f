import { EMPTY_VIEW, type ExecutionView, type FeedEvent, foldItems, type ToolCallView, type TranscriptEntry } from '@client';

/** Events that are read at once. */
export const PAGE = 100;
/** Events that a row of a long transcript has: few enough to be drawn within a frame. */
export const BLOCK = 20;

/** What was said in some part of a feed. */
export interface FeedPart {
  entries: readonly TranscriptEntry[];
  toolCalls: ReadonlyMap<string, ToolCallView>;
  /** By the path of the step, or turn, that closed it. */
  supersteps: ReadonlyMap<string, number>;
}

/** The block (from 0) that an event is in. */
export function toBlock(seq: number): number {
  return Math.floor((Math.max(1, seq) - 1) / BLOCK);
}

/** The page (from 0) that a block is in. */
export function toPageOfBlock(block: number): number {
  return Math.floor((block * BLOCK) / PAGE);
}

const folded = new WeakMap<readonly FeedEvent[], { next: readonly FeedEvent[] | undefined; part: FeedPart }>();

/**
 * What was said in a page of a feed. The page after it, if it is there, has the results of its last tool calls, and
 * the last superstep; a call without a result is only shown as asked for, for it may have come later. The same arrays give the same object.
 */
export function foldPage(events: readonly FeedEvent[], next: readonly FeedEvent[] | undefined): FeedPart {
  const known = folded.get(events);
  if (known !== undefined && known.next === next) return known.part;
  const last = events.at(-1)?.seq ?? 0;
  const view = foldItems(
    EMPTY_VIEW,
    [...events, ...(next ?? [])].map((event) => ({ type: 'event', event }) as const),
  );
  const part = {
    entries: view.transcript.filter((entry) => entry.seq <= last),
    toolCalls: new Map([...view.toolCalls].map(([id, call]) => [id, call.state === 'running' ? { ...call, state: 'requested' } : call])),
    supersteps: view.supersteps,
  } satisfies FeedPart;
  folded.set(events, { next, part });
  return part;
}

/** What of a part is in a block. */
export function entriesOfBlock({ entries }: Pick<FeedPart, 'entries'>, block: number): TranscriptEntry[] {
  return entries.filter(({ seq }) => toBlock(seq) === block);
}

/** What a watched execution's page knows of its feed after the event `seq`. */
export function toLivePart({ transcript, toolCalls, supersteps }: ExecutionView): FeedPart {
  return { entries: transcript, toolCalls, supersteps };
}
