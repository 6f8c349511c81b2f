import type { Checkpoint } from '@client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { Panel } from '@/components/panel';
import { Timestamp } from '@/components/timestamp';
import { classes } from '@/lib/classes';
import { toCountText, toNumberText } from '@/lib/format';

const ROW = 36;
const AHEAD = 50;

interface SuperstepListProps {
  checkpoints: readonly Checkpoint[];
  chosen: string | null;
  onChoose: (superstep: number) => void;
  /** Null: all are loaded, or the next are on their way. */
  loadMore: (() => void) | null;
}

/** Every superstep, with what had been used by then. */
export function SuperstepList({ checkpoints, chosen, onChoose, loadMore }: SuperstepListProps) {
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: checkpoints.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (loadMore !== null && last >= checkpoints.length - AHEAD) loadMore();
  }, [last, checkpoints.length, loadMore]);
  return (
    <Panel title="Supersteps" aside={<span className="text-ink-faint text-xs">Choose one to see how things stood</span>} bodyClassName="">
      {checkpoints.length === 0 && <p className="px-4 py-3 text-ink-faint">No superstep has been completed yet.</p>}
      <section ref={scroller} aria-label="All supersteps" className="max-h-[32rem] overflow-y-auto">
        <ol className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const checkpoint = checkpoints[index];
            if (checkpoint === undefined) return null;
            const { superstep, stepPath, at, usage } = checkpoint;
            return (
              <li key={superstep} className="absolute inset-x-0" style={{ height: ROW, transform: `translateY(${start}px)` }}>
                <button
                  type="button"
                  aria-pressed={String(superstep) === chosen}
                  onClick={() => onChoose(superstep)}
                  className={classes(
                    '-outline-offset-2 flex h-full w-full items-center gap-3 px-4 text-left text-[0.8125rem]',
                    String(superstep) === chosen ? 'bg-accent-soft' : 'hover:bg-raised',
                  )}
                >
                  <span className="w-8 shrink-0 text-right font-medium tabular-nums">{superstep}</span>
                  <span className="min-w-0 flex-1 truncate">{stepPath}</span>
                  <span className="hidden shrink-0 text-ink-faint text-xs tabular-nums sm:inline">
                    {toCountText(usage.calls, 'call')} · {toNumberText(usage.inputTokens + usage.outputTokens)} tokens so far
                  </span>
                  <Timestamp time={at} className="shrink-0 text-ink-faint text-xs tabular-nums" />
                </button>
              </li>
            );
          })}
        </ol>
      </section>
    </Panel>
  );
}
