import type { FeedEvent, Json } from '@client';
import { memo } from 'react';
import { CopyButton } from '@/components/copy-button';
import { JsonView } from '@/components/json-view';
import { Timestamp } from '@/components/timestamp';
import { toEventSummary } from '../model/event-summary';

interface EventRowProps {
  seq: number;
  /** Undefined: not read yet. */
  event: FeedEvent | undefined;
  open: boolean;
  onToggle: (seq: number) => void;
}

/** An event in one line; the whole of it when it is open. */
export const EventRow = memo(function EventRow({ seq, event, open, onToggle }: EventRowProps) {
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => onToggle(seq)}
        className="-outline-offset-2 flex h-8 w-full items-center gap-3 px-4 text-left text-xs hover:bg-raised sm:px-6"
      >
        <span className="w-10 shrink-0 text-right text-ink-faint tabular-nums">{seq}</span>
        {event === undefined ? (
          <span className="text-ink-faint">…</span>
        ) : (
          <>
            <Timestamp time={event.at} className="hidden shrink-0 text-ink-faint tabular-nums sm:inline" />
            <code className="shrink-0 font-medium font-mono">{event.type}</code>
            <span className="max-w-40 shrink-0 truncate text-ink-soft">{event.stepPath}</span>
            <span className="min-w-0 truncate text-ink-faint">{toEventSummary(event)}</span>
          </>
        )}
      </button>
      {open && event !== undefined && (
        <div className="relative px-4 pb-3 sm:px-6">
          <JsonView value={event as unknown as Json} label={`Event ${seq}`} />
          <span className="absolute top-1 right-6 sm:right-8">
            <CopyButton text={JSON.stringify(event, null, 2)} what="this event" />
          </span>
        </div>
      )}
    </>
  );
});
