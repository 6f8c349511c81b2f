import type { CompactionDue } from '../../contracts/activities';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import { readViewParts } from '../../views/render-view';
import { type Block, type Read, seeThread, toBlocks } from '../../views/see-thread';
import { addSizes, type SizedMessages, sizeOfMessages } from '../input-size';
import { createSeenTail } from './seen-tail';
import { type Sight, type Speaking, type SummaryShown, showFrom, tooLong, toViewed, type Viewed } from './sight';
import { findDue, showForSummary } from './summaries';
import type { ThreadCache } from './thread-cache';
import { countFitting, createTokenMeasure } from './token-measure';
import { viewRuleAt } from './view-rule';

/**
 * Works out what a call is shown, or what must be summed up first. A call that began before is shown what it was
 * shown then. Throws `context_too_long` when even the least that its view allows is above the limit.
 */
export type CallViews = (speaking: Speaking) => Promise<Viewed | CompactionDue>;

export function createCallViews(executions: ExecutionStore, threads: ThreadCache): CallViews {
  return async (speaking) => {
    const { organizationId, executionId, input, lineage, speaker, agent, opening } = speaking;
    const read = (thread: string, range: { from: number; upTo: number }) =>
      executions.readThread(organizationId, executionId, thread, range);
    const { view, limit } = viewRuleAt(lineage, speaker, agent);
    if (view.type !== 'full' || limit !== undefined) {
      const recorded = await executions.getView(organizationId, executionId, input.callId);
      if (recorded !== null) return toViewed(recorded.view, await readViewParts(recorded.view, read));
    }
    const measure = createTokenMeasure(limit);
    const { thread, upTo } = input;
    const { reader } = speaker;
    const all = { organizationId, executionId, thread, upTo, reader };
    const tail = createSeenTail({ upTo, opening, reader, seeAll: () => threads.see(all), read: (range) => read(thread, range) });
    const showAll = async (): Promise<SizedMessages> => {
      const { messages, size } = await threads.show(all);
      const opened = seeThread(opening, reader).map(({ message }) => message);
      messages.push(...opened);
      return { messages, size: addSizes(size, sizeOfMessages(opened)) };
    };
    const head = view.type === 'full' ? [] : await readHead();
    const always = [
      { role: 'user' as const, text: speaking.around },
      ...speaking.added(true),
      ...seeThread(head, reader).map(({ message }) => message),
    ];
    const end = input.upTo + opening.length;
    const sight: Sight = { ...speaking, executions, tail, showAll, measure, head, end, fixed: await measure.of(always) };
    switch (view.type) {
      case 'full':
        return showWhole(sight);
      case 'window':
        return showNewest(sight, await newestBlocks(sight, view.last), view.last);
      case 'summary': {
        if (input.compact !== undefined) return showForSummary(sight, view, input.compact);
        const { due, summary, blocks } = await findDue(sight, view);
        return due === undefined ? showNewest(sight, blocks, blocks.length, summary) : { compact: due };
      }
    }

    async function readHead(): Promise<Read[]> {
      const [first] = input.upTo === 0 ? opening : await read(input.thread, { from: 0, upTo: 1 });
      return first?.role === 'user' ? [first] : [];
    }
  };
}

async function showWhole(sight: Sight): Promise<Viewed> {
  const { tail, measure, fixed } = sight;
  if (!Number.isFinite(measure.limit)) return showFrom(sight, 0, 0);
  const blocks = toBlocks(await tail(0));
  const { count, tokens } = await countFitting(measure, blocks, { most: blocks.length, room: measure.limit - fixed });
  if (count < blocks.length || fixed > measure.limit) throw tooLong(sight);
  return showFrom(sight, 0, fixed + tokens);
}

/** More than `last` blocks from the end of the thread, or all that there are after the head. */
async function newestBlocks({ tail, head, end }: Sight, last: number): Promise<Block[]> {
  for (let back = 2 * last + 8; ; back *= 2) {
    const from = Math.max(head.length, end - back);
    const blocks = toBlocks(await tail(from));
    if (blocks.length > last || from === head.length) return blocks;
  }
}

/** Of the blocks the newest that fit, at most `most`, and at least one. */
async function showNewest(sight: Sight, blocks: Block[], most: number, summary?: SummaryShown): Promise<Viewed> {
  const { measure, head, end } = sight;
  const fixed = sight.fixed + (summary?.tokens ?? 0);
  const { count, tokens } = await countFitting(measure, blocks.toReversed(), { most, room: measure.limit - fixed });
  if (fixed > measure.limit || (count === 0 && blocks.length > 0)) throw tooLong(sight);
  const covered = summary?.message.summaryOf?.upTo ?? head.length;
  return showFrom(sight, count === blocks.length ? covered : (blocks.at(-count)?.from ?? end), fixed + tokens, summary);
}
