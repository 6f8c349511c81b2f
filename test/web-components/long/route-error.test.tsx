/** @jest-environment @happy-dom/jest-environment */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createMemoryRouter, Outlet, RouterProvider } from 'react-router';
import type { Json } from '../../../client';
import { RouteError } from '../../../web/src/app/route-error';
import { fakeApi } from '../harness/fake-api';

const STUDIO: Json = { version: '9.8.7' };

let api: ReturnType<typeof fakeApi>;
beforeEach(() => {
  api = fakeApi(({ path }) => ({ status: 200, body: path === '/api/v1/studio' ? STUDIO : { items: [] } }));
  // React tells it too.
  jest.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  cleanup();
  api.remove();
  jest.restoreAllMocks();
});

function Broken(): never {
  throw new Error('The speaker has no name');
}

/** A house with a room that breaks while it is drawn. */
function openBrokenRoom(): void {
  const house = (
    <>
      <nav>The rooms</nav>
      <Outlet />
    </>
  );
  const rooms = { errorElement: <RouteError />, children: [{ path: '/inbox', element: <Broken /> }] };
  const router = createMemoryRouter([{ element: house, children: [rooms] }], { initialEntries: ['/inbox?show=decided'] });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}

describe('a room that breaks', () => {
  it('leaves the house standing, says what happened and leads on', async () => {
    openBrokenRoom();
    expect(screen.getByRole('alert').textContent).toContain('The speaker has no name');
    screen.getByRole('heading', { level: 1, name: 'This page broke' });
    screen.getByText('The rooms');
    expect(document.title).toContain('Something broke');
    screen.getByRole('button', { name: 'Load it again' });
    expect(screen.getByRole('link', { name: 'Go to the executions' }).getAttribute('href')).toBe('/executions');
  });

  it('has what a report needs, to be copied', async () => {
    let copied = '';
    const writeText = async (text: string) => {
      copied = text;
    };
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
    openBrokenRoom();
    await screen.findByText(/Studio: 9\.8\.7/);
    fireEvent.click(screen.getByRole('button', { name: 'Copy these details' }));
    await screen.findByRole('button', { name: 'Copied these details' });
    expect(copied).toMatch(/^Error: The speaker has no name\n.*Broken.*Address: \/inbox\?show=decided\nTime: 20/s);
  });
});
