import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { configure, type RenderResult, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter, useLocation } from 'react-router';

// What is loaded when it is wanted takes its time on a busy machine.
configure({ asyncUtilTimeout: 20_000 });

/** A part of the page with what the app puts around it. `address()` is the path and query that it has led to. */
export function renderPage(part: ReactNode, at = '/'): RenderResult & { address: () => string } {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false }, mutations: { retry: false } } });
  let address = at;
  function Address() {
    const { pathname, search } = useLocation();
    address = pathname + search;
    return null;
  }
  const rendered = render(
    <QueryClientProvider client={queries}>
      <MemoryRouter initialEntries={[at]}>
        {part}
        <Address />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return { ...rendered, address: () => address };
}
