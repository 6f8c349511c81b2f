import type { QueryClient } from '@tanstack/react-query';
import { executionsQuery } from './api/use-executions';
import { readFilter } from './model/filter';

/** Reads what the list shows first, for the query of its address; resolves as well when it could not be read. */
export async function readFirstExecutions(queries: QueryClient, search: string): Promise<void> {
  const query = new URLSearchParams(search);
  // A period ends now, which is another moment when the list itself asks.
  if (!query.has('since')) await queries.prefetchInfiniteQuery(executionsQuery(readFilter(query, Date.now())));
}
