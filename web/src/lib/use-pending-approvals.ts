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

/** What waits for people, newest first: for the badge, the title and the notifications. */
export function usePendingApprovals() {
  const { data } = useQuery({
    ...pendingApprovalsQuery,
    refetchInterval: REFRESH_MS,
    // A notification is for those who look at something else.
    refetchIntervalInBackground: true,
  });
  return data?.items;
}

/** How many, as people read it; empty when there are none. */
export function toCountMark(count: number): string {
  if (count === 0) return '';
  return count >= MOST ? `${MOST}+` : String(count);
}
