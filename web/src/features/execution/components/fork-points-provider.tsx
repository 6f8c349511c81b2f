import type { ExecutionView } from '@client';
import { type ReactNode, useCallback, useMemo } from 'react';
import { FailureNote } from '@/components/error-note';
import { useFork } from '../api/use-fork';
import { ForkPoints } from './fork-here';

/** Lets everything inside fork the execution, and says why when that failed. */
export function ForkPointsProvider({ executionId, view, children }: { executionId: string; view: ExecutionView; children: ReactNode }) {
  const { mutate, isPending, error } = useFork(executionId);
  // Nothing is drawn again while texts stream in: it grows with each superstep, and a long one's is cut once it has grown.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the size tells whether it is another one
  const supersteps = useMemo(() => view.supersteps, [view.supersteps.size]);
  const fork = useCallback((superstep: number) => mutate({ superstep }), [mutate]);
  const value = useMemo(() => ({ supersteps, pending: isPending, fork }), [supersteps, isPending, fork]);
  return (
    <ForkPoints.Provider value={value}>
      {error !== null && (
        <div className="px-4 pt-3 sm:px-6">
          <FailureNote title="It was not forked" error={error} />
        </div>
      )}
      {children}
    </ForkPoints.Provider>
  );
}
