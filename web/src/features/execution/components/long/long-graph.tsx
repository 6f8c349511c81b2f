import { type ComponentProps, useMemo } from 'react';
import { FailureNote } from '@/components/error-note';
import { Skeleton } from '@/components/skeleton';
import { useStepTotals } from '../../api/use-steps';
import type { OwnTime } from '../../model/own-times';
import { settleStep } from '../../model/summary-state';
import { GraphTab } from '../graph-tab';

interface LongGraphProps extends Omit<ComponentProps<typeof GraphTab>, 'totals'> {
  executionId: string;
  time: OwnTime;
}

/** The graph of a long execution, with what the server has counted in it. */
export function LongGraph({ executionId, time, ...rest }: LongGraphProps) {
  const { data, error } = useStepTotals(executionId);
  const totals = useMemo(() => data?.items.map((step) => settleStep(step, time)), [data, time]);
  if (data === undefined && error === null) return <Skeleton label="Counting the steps" />;
  return (
    <>
      {error !== null && <FailureNote title="The steps could not be counted" error={error} />}
      {totals !== undefined && <GraphTab {...rest} totals={totals} />}
    </>
  );
}
