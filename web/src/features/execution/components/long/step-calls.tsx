import { type RetryView, type StepSummary, toStepName } from '@client';
import { useMemo } from 'react';
import { useStepAttempts } from '../../api/use-step-attempts';
import { toStepBars } from '../../model/call-bars';
import { CallBars, type Range } from '../call-bars';

interface StepCallsProps {
  executionId: string;
  step: StepSummary;
  range: Range;
  live: boolean;
  retries: readonly RetryView[];
}

/** The calls of a step that is in sight, with their attempts and pauses; what could not be read or drawn is said. */
export function StepCalls({ executionId, step, range, live, retries }: StepCallsProps) {
  const { data, error } = useStepAttempts(executionId, step, live);
  const bars = useMemo(() => toStepBars(data?.items ?? [], retries), [data, retries]);
  const note = error === null ? data?.more === true && 'more calls than are drawn' : `calls not read: ${error.message}`;
  return (
    <>
      <CallBars name={toStepName(step.path)} bars={bars} range={range} />
      {note !== false && (
        <span className="absolute right-0 bottom-0 max-w-full truncate bg-canvas pl-1 text-2xs text-ink-faint">{note}</span>
      )}
    </>
  );
}
