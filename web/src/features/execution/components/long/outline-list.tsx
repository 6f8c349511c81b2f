import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import { FailureNote } from '@/components/error-note';
import { ScrollPane } from '@/components/scroll-pane';
import { Skeleton } from '@/components/skeleton';
import { useOutline } from '../../api/use-outline';
import { useRepetitions } from '../../api/use-steps';
import type { OutlineRow } from '../../model/outline';
import type { OwnTime } from '../../model/own-times';
import { settleStep } from '../../model/summary-state';

interface OutlineListProps {
  executionId: string;
  /** Of the execution. */
  time: OwnTime;
  label: string;
  /** Of a line, in px. */
  rowHeight: number;
  className?: string;
  /** Above the lines; it stays in sight. */
  head?: ReactNode;
  /** Draws a line; `step` is null while it is not read. */
  children: (row: OutlineRow, toggle: () => void) => ReactNode;
}

/** The steps of a long execution, of which only the lines in sight are drawn and read. */
export function OutlineList({ executionId, time, label, rowHeight, className, head, children }: OutlineListProps) {
  const scroller = useRef<HTMLElement>(null);
  const { count, rowAt, toggle, error, loading } = useOutline(executionId);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const rows = virtualizer.getVirtualItems().flatMap(({ index, start }) => {
    const row = rowAt(index);
    return row === undefined ? [] : [{ row, start }];
  });
  const wanted = rows.flatMap(({ row: { of } }) => (of === null ? [] : [{ group: of.group.path, number: of.number }]));
  const repetitions = useRepetitions(executionId, wanted);
  const withStep = (row: OutlineRow): OutlineRow => {
    const step = row.step ?? repetitions.get(row.path);
    return step === undefined ? row : { ...row, step: settleStep(step, time) };
  };
  return (
    <ScrollPane label={label} ref={scroller} className={className}>
      {error !== null && <FailureNote title="The steps could not be read" error={error} />}
      {count === 0 && loading && <Skeleton lines={2} label="Loading steps" />}
      {head}
      <ol className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ row, start }) => (
          <li
            key={row.path}
            className="absolute inset-x-0 focus-within:z-10"
            style={{ height: rowHeight, transform: `translateY(${start}px)` }}
          >
            {children(withStep(row), () => toggle(row.path))}
          </li>
        ))}
      </ol>
    </ScrollPane>
  );
}
