import type { Compaction } from '../../contracts/activities';
import { cutText } from '../../contracts/text';
import type { View } from '../../contracts/view';
import { renderView, toShownSummary } from '../../views/render-view';
import { type Block, type Read, toBlocks } from '../../views/see-thread';
import { toSummaryInstructions } from '../../views/summary-request';
import { type Sight, type SummaryShown, tooLong, toViewed, type Viewed } from './sight';
import { countFitting } from './token-measure';

type SummaryView = Extract<View, { type: 'summary' }>;

/** Of a limit, a summary may take so much. */
const SUMMARY_SHARE = 1 / 4;
const LONGEST_SUMMARY_TOKENS = 2_048;
/** A request to sum up whose texts must be cut shorter than this is not worth making. */
const SHORTEST_CUT = 16;

interface Summed {
  /** What must be summed up before the speaker can be shown the rest. */
  due?: Compaction;
  summary?: SummaryShown;
  /** What is shown after the summary. */
  blocks: Block[];
}

/**
 * A summary is due when more than twice `keep` messages have come since the last one, or when they do not fit. Then as
 * many of the newest as fit, at most `keep`, are left as they are.
 */
export async function findDue(sight: Sight, { keep, instructions }: SummaryView): Promise<Summed> {
  const { tail, head, measure, end } = sight;
  const summary = await lastSummary(sight);
  const covered = Math.max(head.length, summary?.message.summaryOf?.upTo ?? 0);
  const blocks = toBlocks(await tail(covered));
  const room = measure.limit - sight.fixed;
  const shown = await countFitting(measure, blocks.toReversed(), { most: 2 * keep, room: room - (summary?.tokens ?? 0) });
  if (shown.count === blocks.length) return { summary, blocks };
  const kept = await countFitting(measure, blocks.toReversed(), { most: keep, room: room - summaryRoom(measure.limit) });
  if (kept.count === 0) throw tooLong(sight);
  const older = blocks.slice(0, -kept.count);
  const rule = await measure.of([{ role: 'user', text: toSummaryInstructions(instructions) }]);
  const roomForOlder = measure.limit - rule - summaryRoom(measure.limit);
  const taken = Math.max(1, (await countFitting(measure, older, { most: older.length, room: roomForOlder })).count);
  const upTo = older[taken]?.from ?? blocks.at(-kept.count)?.from ?? end;
  return { due: { thread: summaryThread(sight), index: (summary?.message.index ?? -1) + 1, from: covered, upTo }, blocks };
}

/** The request to sum up what `compact` names, its texts cut as far as the limit wants. */
export async function showForSummary(sight: Sight, { instructions }: SummaryView, compact: Compaction): Promise<Viewed> {
  const { tail, measure, speaker, input } = sight;
  const earlier = compact.index === 0 ? undefined : await lastSummary(sight, compact.index - 1);
  const parts = {
    head: [],
    tail: (await tail(compact.from)).filter(({ source }) => source.index < compact.upTo),
    summary: earlier?.message,
  };
  const rule = toSummaryInstructions(instructions);
  let longest = Math.max(SHORTEST_CUT, ...parts.tail.map(({ source }) => longestText(source)));
  for (; ; longest = Math.ceil(longest / 2)) {
    const view = {
      thread: input.thread,
      upTo: compact.upTo,
      reader: speaker.reader,
      agent: speaker.reference,
      instructions: rule,
      ...(earlier && { summary: { thread: compact.thread, index: earlier.message.index, length: earlier.length } }),
      summarizes: { from: compact.from, upTo: compact.upTo, longest },
    };
    const messages = renderView(view, parts).map(({ message }) => message);
    const tokens = await measure.of([{ role: 'user', text: rule }, ...messages]);
    if (tokens <= measure.limit) return toViewed({ ...view, ...(Number.isFinite(measure.limit) && { tokens }) }, parts);
    if (longest <= SHORTEST_CUT) throw tooLong(sight);
  }
}

/** The newest summary, or that of an index, cut to what summaries may take. */
async function lastSummary(sight: Sight, index?: number): Promise<SummaryShown | undefined> {
  const { executions, organizationId, executionId, measure, end } = sight;
  const thread = summaryThread(sight);
  const message =
    index === undefined
      ? await executions.getLastMessage(organizationId, executionId, thread)
      : (await executions.readThread(organizationId, executionId, thread, { from: index, upTo: index + 1 }))[0];
  if (message?.summaryOf === undefined || message.summaryOf.upTo > end) return undefined;
  const length = await measure.fit(message.text, summaryRoom(measure.limit));
  const tokens = await measure.of([{ role: 'user', text: toShownSummary(cutText(message.text, length)) }]);
  return { message, length, tokens };
}

/** Summaries of what one speaker saw of a thread. */
function summaryThread({ input, speaker }: Sight): string {
  if (speaker.role === 'manager') return `${input.thread}:manager:summary`;
  return [input.thread, 'summary', ...(speaker.participant === undefined ? [] : [speaker.participant])].join(':');
}

function summaryRoom(limit: number): number {
  return Math.min(LONGEST_SUMMARY_TOKENS, Math.floor(limit * SUMMARY_SHARE));
}

/** Characters of the longest text in a message, with room for the name before it. */
function longestText({ text, toolCalls = [] }: Read): number {
  return 100 + Math.max(text.length, ...toolCalls.map((call) => JSON.stringify(call.arguments).length));
}
