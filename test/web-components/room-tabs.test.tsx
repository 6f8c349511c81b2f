/** @jest-environment @happy-dom/jest-environment */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { RoomTabs } from '../../web/src/features/execution/components/room-tabs';

describe('the tabs of an execution', () => {
  afterEach(cleanup);

  it('are one step back each, though pressing one also gives it the focus', async () => {
    const router = createMemoryRouter([{ path: '/', element: <RoomTabs>{(tab) => <p>{tab}</p>}</RoomTabs> }]);
    render(<RouterProvider router={router} />);
    const press = (name: string) =>
      act(async () => {
        const tab = screen.getByRole('tab', { name });
        // As a browser tells them: one after the other, before the page is drawn anew.
        fireEvent.mouseDown(tab, { button: 0 });
        fireEvent.focus(tab);
      });
    const back = () => act(async () => router.navigate(-1));
    await press('Graph');
    await press('History');
    expect(router.state.location.search).toBe('?tab=history');
    await back();
    expect(router.state.location.search).toBe('?tab=graph');
    await back();
    expect(router.state.location.search).toBe('');
  });
});
