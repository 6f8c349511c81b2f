import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** The whole of a request that the feed told of. */
export function useApproval(id: string) {
  return useQuery({ queryKey: queryKeys.approval(id), queryFn: ({ signal }) => client.approvals.get(id, { signal }) });
}
