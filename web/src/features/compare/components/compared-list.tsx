import type { StepComparison } from '@client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { ScrollPane } from '@/components/scroll-pane';
import type { Side } from '../model/differences';
import { ComparedRow, type Shown } from './compared-row';

/** A line; a row that shows texts is measured. */
const LINE = 42;
const GAP = 8;
/** So many rows before the end the next page is asked for. */
const AHEAD = 40;

interface ComparedListProps {
  items: readonly StepComparison[];
  ids: Record<Side, string>;
  firstPath: string | undefined;
  /** Counts how often somebody asked to be brought to the first difference. */
  asked: number;
  /** Null: all are loaded, or the next are on their way. */
  loadMore: (() => void) | null;
}

/** All steps of both, of which only those in sight are drawn; it begins where they part. */
export function ComparedList({ items, ids, firstPath, asked, loadMore }: ComparedListProps) {
  const scroller = useRef<HTMLElement>(null);
  const [shown, setShown] = useState<ReadonlyMap<string, Shown>>(new Map());
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    getItemKey: (index) => items[index]?.stepPath ?? index,
    gap: GAP,
    overscan: 8,
  });
  const first = firstPath === undefined ? -1 : items.findIndex(({ stepPath }) => stepPath === firstPath);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once when it is there, and whenever somebody asks for it
  useEffect(() => {
    if (first !== -1) virtualizer.scrollToIndex(first, { align: 'start' });
  }, [first, asked]);
  const rows = virtualizer.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (loadMore !== null && last >= items.length - AHEAD) loadMore();
  }, [last, items.length, loadMore]);
  return (
    <ScrollPane label="Steps side by side" ref={scroller} className="max-h-[80dvh] lg:max-h-full">
      <ol className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, start, key }) => {
          const item = items[index];
          if (item === undefined) return null;
          const isFirst = item.stepPath === firstPath;
          return (
            <li
              key={key}
              data-index={index}
              ref={virtualizer.measureElement}
              className="absolute inset-x-0"
              style={{ transform: `translateY(${start}px)` }}
            >
              <ComparedRow
                item={item}
                ids={ids}
                first={isFirst}
                shown={shown.get(item.stepPath) ?? (isFirst ? 'texts' : 'line')}
                onShow={(how) => setShown((current) => new Map(current).set(item.stepPath, how))}
              />
            </li>
          );
        })}
      </ol>
    </ScrollPane>
  );
}
