/** @jest-environment @happy-dom/jest-environment */
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { createClient } from '../../../client';
import { queryClient } from '../../../web/src/app/query-client';
import { readAgain } from '../../../web/src/app/read-again';
import { ServerNote } from '../../../web/src/app/server-note';
import { loadPart, MissingPart } from '../../../web/src/lib/load-part';

let away: boolean;
const before = globalThis.fetch;

beforeEach(() => {
  away = true;
  globalThis.fetch = async () => {
    if (away) throw new TypeError('Failed to fetch');
    return new Response(JSON.stringify({ items: [{ id: 'text_statistics' }] }), { headers: { 'Content-Type': 'application/json' } });
  };
});
afterEach(() => {
  cleanup();
  globalThis.fetch = before;
});

it('what could not be read while the server was away says so, and is read by itself when it is back', async () => {
  const client = createClient({ url: 'http://localhost', retry: { maxAttempts: 1 } });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  readAgain(queries);
  function Part() {
    const { data, error } = useQuery({ queryKey: ['tools'], queryFn: () => client.tools.list() });
    return <p>{error === null ? data?.items.map(({ id }) => id).join() : 'not read'}</p>;
  }
  render(
    <QueryClientProvider client={queries}>
      <Part />
    </QueryClientProvider>,
  );
  await screen.findByText('not read');
  away = false;
  await screen.findByText('text_statistics', undefined, { timeout: 10_000 });
});

it('every page says that the server does not answer, as of when it is, and no more when it is back', async () => {
  away = false;
  render(
    <QueryClientProvider client={queryClient}>
      <ServerNote />
    </QueryClientProvider>,
  );
  const note = screen.getByRole('status');
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  expect(note.textContent).toBe('');
  away = true;
  await waitFor(() => expect(note.textContent).toMatch(/^No answer from the server, as of \d\d:\d\d:\d\d$/), { timeout: 20_000 });
  away = false;
  await waitFor(() => expect(note.textContent).toBe(''), { timeout: 10_000 });
});

it('a part of the page is not asked for while the server is away, and one that it does not have is missing', async () => {
  // Nobody has heard from it just now.
  jest.spyOn(performance, 'now').mockReturnValueOnce(Number.MAX_SAFE_INTEGER);
  const load = jest.fn(async () => 'part');
  const loading = loadPart(load);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(load).not.toHaveBeenCalled();
  away = false;
  expect(await loading).toBe('part');
  expect(load).toHaveBeenCalledTimes(1);
  await expect(loadPart(() => Promise.reject(new TypeError('404')))).rejects.toBeInstanceOf(MissingPart);
  jest.restoreAllMocks();
});
