import type { TranscriptEntry } from '@client';
import { memo, useMemo } from 'react';
import { classes } from '@/lib/classes';
import { entriesOfBlock, type FeedPart } from '../../model/feed-blocks';
import { MessageView } from '../message-view';
import { ToolCall } from '../tool-call';

interface FeedBlockProps {
  block: number;
  part: FeedPart;
  executionId: string;
  /** The event that the reader came for. */
  chosen: number | null;
}

/** What was said in some twenty events, in the order of the feed. */
export const FeedBlock = memo(function FeedBlock({ block, part, executionId, chosen }: FeedBlockProps) {
  const entries = useMemo(() => entriesOfBlock(part, block), [part, block]);
  return entries.map((entry, index) => {
    const place = toPlace(entry);
    const before = entries[index - 1];
    return (
      <div
        key={entry.id}
        data-seq={entry.seq}
        className={classes('scroll-mt-4 rounded-md pb-5', entry.seq === chosen && 'outline outline-2 outline-accent outline-offset-4')}
      >
        {(before === undefined || toPlace(before) !== place) && (
          <h3 className="mb-3 flex items-center gap-3 text-ink-faint text-xs">
            <span className="font-medium [overflow-wrap:anywhere]">{place}</span>
            <span aria-hidden className="h-px flex-1 bg-line" />
          </h3>
        )}
        {entry.type === 'tool' ? (
          <ToolCall call={part.toolCalls.get(entry.id)} />
        ) : (
          <MessageView entry={entry} executionId={executionId} toolCalls={part.toolCalls} superstep={part.supersteps.get(entry.stepPath)} />
        )}
      </div>
    );
  });
});

/** A thread is that of an agent's step or of a whole chat. */
function toPlace(entry: TranscriptEntry): string {
  return entry.type === 'tool' ? entry.stepPath : entry.message.thread;
}
