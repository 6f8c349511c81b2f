import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { FailureNote } from '@/components/error-note';
import { ScrollPane } from '@/components/scroll-pane';
import { toCountText } from '@/lib/format';
import { useQueryState } from '@/lib/use-query-state';
import { useEventPages } from '../api/use-event-pages';
import { EventRow } from './event-row';

const ROW = 33;

/** The feed as it is, from the first event to the last; only what is in sight is read. */
export function EventsView({ executionId, lastSeq }: { executionId: string; lastSeq: number }) {
  const scroller = useRef<HTMLElement>(null);
  const [chosen, setChosen] = useQueryState('seq');
  const virtualizer = useVirtualizer({
    count: lastSeq,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const shown = virtualizer.getVirtualItems();
  const { events, error } = useEventPages(
    executionId,
    shown.map(({ index }) => index + 1),
    lastSeq,
  );
  const open = Number(chosen ?? 0);
  // A link to a moment leads there once the feed is known to be that long.
  const reached = open > 0 && open <= lastSeq;
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening another row by hand must not scroll
  useEffect(() => {
    if (reached) virtualizer.scrollToIndex(open - 1, { align: 'center' });
  }, [reached]);
  return (
    <div className="flex h-full flex-col">
      <p className="shrink-0 border-line border-b px-4 py-2 text-ink-faint text-xs sm:px-6">{toCountText(lastSeq, 'event')}</p>
      {error !== null && (
        <div className="p-3">
          <FailureNote title="Not all events could be read" error={error} />
        </div>
      )}
      <ScrollPane label="Events" ref={scroller} className="max-h-[75dvh] flex-1 lg:max-h-none">
        <ol className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {shown.map(({ index, start }) => (
            <li
              key={index}
              ref={virtualizer.measureElement}
              data-index={index}
              className="absolute inset-x-0 border-line border-b"
              style={{ transform: `translateY(${start}px)` }}
            >
              <EventRow
                seq={index + 1}
                event={events.get(index + 1)}
                open={open === index + 1}
                onToggle={() => setChosen(open === index + 1 ? null : String(index + 1))}
              />
            </li>
          ))}
        </ol>
      </ScrollPane>
    </div>
  );
}
