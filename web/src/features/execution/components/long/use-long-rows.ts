import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback } from 'react';

/** Of a block that has not been drawn, in px. */
const USUAL_HEIGHT = 320;

interface LongRow {
  key: string;
  index: number;
  /** Null: what is before and after all blocks. */
  block: number | null;
  start: number;
}

/** The rows of a long transcript that are in sight: a head, blocks, and a tail, each as high as it is when it is drawn. */
export function useLongRows(scroller: RefObject<HTMLElement | null>, blocks: number) {
  const toKey = useCallback((index: number) => (index === 0 ? 'head' : index === blocks + 1 ? 'tail' : String(index - 1)), [blocks]);
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    count: blocks + 2,
    getScrollElement: () => scroller.current,
    estimateSize: () => USUAL_HEIGHT,
    getItemKey: toKey,
    overscan: 1,
  });
  const items = virtualizer.getVirtualItems();
  return {
    rows: items.map(({ index, start }): LongRow => {
      const key = toKey(index);
      return { key, index, block: key === 'head' || key === 'tail' ? null : index - 1, start };
    }),
    height: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
    /** Whether each row stands where its real height puts it; one that has grown is known to have after it was drawn. */
    isSettled: () => items.every(({ key, size }) => Math.abs((virtualizer.elementsCache.get(key)?.offsetHeight ?? size) - size) <= 1),
    scrollToBlock: (block: number) => virtualizer.scrollToIndex(block + 1, { align: 'start' }),
  };
}
