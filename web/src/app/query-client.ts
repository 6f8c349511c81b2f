import { QueryClient } from '@tanstack/react-query';

/** Retries are the client's work (it knows which are safe), so a query that fails has failed. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: 1_000 }, mutations: { retry: false } },
});
