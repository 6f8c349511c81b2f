import { useQuery } from '@tanstack/react-query';
import { useLocation, useSearchParams } from 'react-router';
import { queryKeys } from '@/lib/query-keys';
import { fromStepAnchor } from '../model/transcript-groups';
import { findStep } from './use-steps';

interface Place {
  /** The event that the address leads to; null when it names none, or while it is looked up. */
  seq: number | null;
  /** True when it names one. */
  named: boolean;
  /** Another one for each time that it is asked for. */
  key: string;
  /** Why it leads nowhere. */
  problem: string | null;
}

/** Where in the feed an address leads: to an event (`?seq=`) or to where a step began (`#step-<path>`). */
export function usePlaceInAddress(executionId: string): Place {
  const { hash, key } = useLocation();
  const [query] = useSearchParams();
  const path = fromStepAnchor(hash);
  const { data, error } = useQuery({
    queryKey: [...queryKeys.execution(executionId), 'step', path],
    queryFn: async ({ signal }) => (await findStep(executionId, path ?? '', signal)) ?? null,
    enabled: path !== null,
  });
  if (path !== null) {
    const missing = data === null ? `The step ${path} has not begun.` : null;
    return { seq: data?.seq ?? null, named: true, key, problem: error === null ? missing : `${path}: ${error.message}` };
  }
  const seq = Number(query.get('seq') ?? 0);
  return seq > 0 ? { seq, named: true, key, problem: null } : { seq: null, named: false, key, problem: null };
}
