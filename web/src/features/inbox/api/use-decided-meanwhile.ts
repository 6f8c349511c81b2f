import type { Approval } from '@client';
import { useQueries } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** So many of the last are told. */
const MOST = 5;

/**
 * Requests that were in the list while the page is open and do not wait any more, the last to go first: what somebody
 * was about to decide does not just vanish. `pending` is the list; undefined while it is unknown.
 */
export function useDecidedMeanwhile(pending: readonly Approval[] | undefined): Approval[] {
  const known = useRef<ReadonlySet<string>>(new Set());
  const [gone, setGone] = useState<readonly string[]>([]);
  useEffect(() => {
    if (pending === undefined) return;
    const now = new Set(pending.map(({ id }) => id));
    const left = [...known.current].filter((id) => !now.has(id));
    known.current = now;
    if (left.length > 0) setGone((before) => [...left, ...before.filter((id) => !left.includes(id))].slice(0, MOST));
  }, [pending]);
  const read = useQueries({
    queries: gone.map((id) => ({
      queryKey: queryKeys.approval(id),
      queryFn: ({ signal }: { signal: AbortSignal }) => client.approvals.get(id, { signal }),
      staleTime: 0,
    })),
    combine: (results) => results.flatMap(({ data }) => (data === undefined ? [] : [data])),
  });
  // A list that got longer at its beginning pushes out what still waits.
  return read.filter(({ status }) => status !== 'pending');
}
