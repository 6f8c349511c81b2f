import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';

/** The files that tools have kept; read again when another tool call has ended (`toolCalls`). */
export function useArtifacts(id: string, toolCalls: number) {
  return useQuery({
    queryKey: [...queryKeys.execution(id), 'artifacts', toolCalls],
    queryFn: ({ signal }) => client.executions.artifacts(id, { signal }),
    placeholderData: (previous) => previous,
  });
}
