import type { StepSummary } from '@client';
import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/lib/query-keys';
import { loadStepAttempts } from './load-step-attempts';
import { isExpandable } from './use-outline';

const REFRESH_MS = 2_000;

/** The attempts of one step's own calls; read again while it is at work, or one of them is. */
export function useStepAttempts(id: string, step: StepSummary, live: boolean) {
  const open = live && step.endedAt === null;
  return useQuery({
    queryKey: [...queryKeys.attempts(id), 'of step', step.path, open],
    queryFn: () => loadStepAttempts(id, step.path, isExpandable(step)),
    placeholderData: (previous) => previous,
    refetchInterval: ({ state }) =>
      open || (live && state.data?.items.some(({ status }) => status === 'started') === true) ? REFRESH_MS : false,
  });
}
