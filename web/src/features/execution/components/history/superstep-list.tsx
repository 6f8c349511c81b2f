import type { Checkpoint } from '@client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { Panel } from '@/components/panel';
import { GoToSuperstep } from './go-to-superstep';
import { type SuperstepLine, SuperstepRow } from './superstep-row';

const ROW = 36;
const AHEAD = 50;
/** In a list that is longer people type where they want to go. */
const MANY = 30;

interface SuperstepListProps {
  executionId: string;
  startedAt: string;
  checkpoints: readonly Checkpoint[];
  chosen: number | null;
  onChoose: (superstep: number) => void;
  /** Null: one is being made. */
  onFork: ((superstep: number) => void) | null;
  /** Null: all are loaded, or the next are on their way. */
  loadMore: (() => void) | null;
}

/** The beginning and every superstep, with what had been used by then. */
export function SuperstepList({ executionId, startedAt, checkpoints, chosen, onChoose, onFork, loadMore }: SuperstepListProps) {
  const scroller = useRef<HTMLElement>(null);
  const lines: readonly SuperstepLine[] = [{ superstep: 0, stepPath: 'The beginning', at: startedAt }, ...checkpoints];
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (loadMore !== null && last >= lines.length - AHEAD) loadMore();
  }, [last, lines.length, loadMore]);
  return (
    <Panel
      title="Supersteps"
      aside={
        lines.length > MANY ? (
          <GoToSuperstep onChoose={onChoose} />
        ) : (
          <span className="text-ink-faint text-xs">Choose one to see how things stood</span>
        )
      }
      bodyClassName=""
    >
      <section ref={scroller} aria-label="All supersteps" className="max-h-[32rem] overflow-y-auto">
        <ol className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const line = lines[index];
            if (line === undefined) return null;
            return (
              <li
                key={line.superstep}
                className="absolute inset-x-0 flex focus-within:z-10"
                style={{ height: ROW, transform: `translateY(${start}px)` }}
              >
                <SuperstepRow
                  executionId={executionId}
                  line={line}
                  chosen={line.superstep === chosen}
                  onChoose={onChoose}
                  onFork={onFork}
                />
              </li>
            );
          })}
        </ol>
      </section>
    </Panel>
  );
}
