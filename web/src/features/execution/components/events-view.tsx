import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { FailureNote } from '@/components/error-note';
import { ScrollPane } from '@/components/scroll-pane';
import { toCountText, toNumberText } from '@/lib/format';
import { useQueryState } from '@/lib/use-query-state';
import { useEventPages } from '../api/use-event-pages';
import { EventRow } from './event-row';

/** Of a row that is not open, in rem, and the line under it in px. */
const ROW_REM = 2;
const LINE = 1;

/** The feed as it is, from the first event to the last; only what is in sight is read. */
export function EventsView({ executionId, lastSeq }: { executionId: string; lastSeq: number }) {
  const scroller = useRef<HTMLElement>(null);
  const [chosen, setChosen] = useQueryState('seq');
  const row = useMemo(toRowHeight, []);
  const virtualizer = useVirtualizer({
    count: lastSeq,
    getScrollElement: () => scroller.current,
    estimateSize: () => row,
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
  const toggle = useCallback((seq: number) => setChosen(open === seq ? null : String(seq)), [open, setChosen]);
  // Only an open row has to be measured; when it closes it is as high as all others.
  useEffect(() => {
    if (open > 0) return () => virtualizer.resizeItem(open - 1, row);
  }, [open, row, virtualizer]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening another row by hand must not scroll
  useEffect(() => {
    if (reached) virtualizer.scrollToIndex(open - 1, { align: 'center' });
  }, [reached]);
  return (
    <div className="flex h-full flex-col">
      <p className="shrink-0 border-line border-b px-4 py-2 text-ink-faint text-xs sm:px-6">
        {toCountText(lastSeq, 'event')}
        {open > lastSeq && lastSeq > 0 && `; there is no event ${toNumberText(open)} here, or not yet`}
      </p>
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
              ref={open === index + 1 ? virtualizer.measureElement : undefined}
              data-index={index}
              className="absolute inset-x-0 border-line border-b"
              style={{ transform: `translateY(${start}px)` }}
            >
              <EventRow seq={index + 1} event={events.get(index + 1)} open={open === index + 1} onToggle={toggle} />
            </li>
          ))}
        </ol>
      </ScrollPane>
    </div>
  );
}

function toRowHeight(): number {
  return ROW_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize) + LINE;
}
