import type { Attempt, ExecutionView, StepNode } from '@client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChartGantt } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { EmptyState } from '@/components/empty-state';
import { ScrollPane } from '@/components/scroll-pane';
import { useNow } from '@/lib/use-now';
import { toTicks, toTimeline } from '../model/timeline';
import { TimeScale } from './time-scale';
import { TimelineRowView } from './timeline-row';

const ROW = 30;

interface TimelineViewProps {
  tree: readonly StepNode[];
  view: ExecutionView;
  attempts: readonly Attempt[];
  startedAt: string;
  endedAt: string | null;
}

/** When each step and each call was at work: who waited for whom, what was tried again, and what pauses there were. */
export function TimelineView({ tree, view, attempts, startedAt, endedAt }: TimelineViewProps) {
  const scroller = useRef<HTMLElement>(null);
  const now = useNow(endedAt === null, 500);
  const rows = useMemo(() => toTimeline(tree, view, attempts), [tree, view, attempts]);
  const from = Date.parse(startedAt);
  const to = endedAt === null ? Math.max(now, from + 1_000) : Math.max(Date.parse(endedAt), from + 1);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 15,
  });
  if (rows.length === 0) return <EmptyState icon={ChartGantt} title="No step has begun yet" />;
  return (
    <ScrollPane label="Timeline" ref={scroller} className="h-full max-h-[75dvh] lg:max-h-none">
      <div className="min-w-[36rem] px-4 pb-6 sm:px-6">
        <TimeScale ticks={toTicks(to - from)} length={to - from} />
        <ol className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return (
              row !== undefined && (
                <li key={row.key} className="absolute inset-x-0 flex" style={{ height: ROW, transform: `translateY(${start}px)` }}>
                  <TimelineRowView row={row} range={{ from, to }} />
                </li>
              )
            );
          })}
        </ol>
      </div>
    </ScrollPane>
  );
}
