import { StudioError } from '@client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from './client';
import { queryKeys } from './query-keys';

const REFRESH_MS = 3_000;
/** One page of a list; when that is full there are more. */
const MOST = 200;

export const pendingApprovalsQuery = queryOptions({
  queryKey: [...queryKeys.approvals, 'pending'],
  queryFn: ({ signal }) => client.approvals.list({ limit: MOST }, { signal }),
});

const watched = {
  ...pendingApprovalsQuery,
  refetchInterval: REFRESH_MS,
  // A notification is for those who look at something else.
  refetchIntervalInBackground: true,
};

/** What waits for people, newest first: for the badge, the title and the notifications. */
export function usePendingApprovals() {
  return useQuery(watched).data?.items;
}

/** This is asked for on every page, so it tells whether the server answers: null, or when it did last (ms; 0: never). */
export function useAwaySince(): number | null {
  const { error, dataUpdatedAt } = useQuery(watched);
  return error instanceof StudioError && error.code === 'network_error' ? dataUpdatedAt : null;
}

/** How many, as people read it; empty when there are none. */
export function toCountMark(count: number): string {
  if (count === 0) return '';
  return count >= MOST ? `${MOST}+` : String(count);
}
