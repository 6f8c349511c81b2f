import type { StepSummary } from '@client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { Link } from 'react-router';
import { Elapsed } from '@/components/elapsed';
import { ScrollPane } from '@/components/scroll-pane';
import { StepIcon } from '@/components/step-icon';
import { useRepetitions } from '../api/use-steps';
import { toSummaryState } from '../model/summary-state';

const ROW = 28;

interface RepetitionsProps {
  executionId: string;
  /** All of them together. */
  step: StepSummary;
  ended: boolean;
}

/** Every repetition of a step, however many; only those in sight are read. Each leads to its first event. */
export function Repetitions({ executionId, step, ended }: RepetitionsProps) {
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: step.begun,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const shown = virtualizer.getVirtualItems();
  const numbers = shown.map(({ index }) => index + 1);
  const steps = useRepetitions(executionId, step.path, numbers, !ended);
  return (
    <ScrollPane label={`Repetitions of ${step.path}`} ref={scroller} className="max-h-80">
      <ol className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {shown.map(({ index, start }) => {
          const one = steps.get(`${step.path}#${index + 1}`);
          return (
            <li
              key={index}
              className="absolute inset-x-0 flex items-center gap-2 px-1.5 text-xs"
              style={{ height: ROW, transform: `translateY(${start}px)` }}
            >
              {one === undefined ? (
                <span className="text-ink-faint">#{index + 1}</span>
              ) : (
                <>
                  <StepIcon state={toSummaryState(one)} />
                  <Link to={{ search: `?tab=events&seq=${one.seq}` }} className="rounded tabular-nums hover:underline">
                    #{index + 1}
                  </Link>
                  <span className="ml-auto text-2xs text-ink-faint">
                    <Elapsed from={one.startedAt} to={one.endedAt} />
                  </span>
                </>
              )}
            </li>
          );
        })}
      </ol>
    </ScrollPane>
  );
}
