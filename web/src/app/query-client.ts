import { QueryClient } from '@tanstack/react-query';
import { readAgain } from './read-again';

/**
 * Retries are the client's work (it knows which are safe), so a query that fails has failed. Whether the browser thinks
 * that it is online says nothing: the Studio may be on this machine, and where it is not, a call that fails says so.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 1_000, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
});

readAgain(queryClient);
