/** @jest-environment @happy-dom/jest-environment */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { Execution } from '../../../client';
import { ExecutionsPage } from '../../../web/src/features/executions/components/executions-page';
import { type Answered, fakeApi } from '../harness/fake-api';
import { renderPage } from '../harness/render-page';

const NO_USAGE = { inputTokens: 0, outputTokens: 0, calls: 0, wastedCalls: 0, cost: null };
const execution = (id: string, status: Execution['status']): Execution => ({
  id,
  organizationId: 'local',
  workflowId: 'wfl_1',
  workflowRevision: 1,
  name: `Work ${id}`,
  status,
  input: 'x',
  output: null,
  usage: NO_USAGE,
  error: null,
  startedAt: '2026-11-24T12:00:00.000Z',
  endedAt: status === 'running' ? null : '2026-11-24T12:01:00.000Z',
});

let api: ReturnType<typeof fakeApi>;
let stored: Execution[];
let failing: boolean;

const problem = (status: number, code: string, detail: string): Answered => ({
  status,
  body: { type: 'about:blank', title: 'No', status, code, detail, requestId: 'r' },
});

// Nothing has a size here, and a virtual list shows what fits.
beforeAll(() => {
  for (const [name, value] of Object.entries({ clientHeight: 600, offsetHeight: 600 }))
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value });
});
beforeEach(() => {
  localStorage.clear();
  failing = false;
  stored = [];
  api = fakeApi(({ method, path, query }): Answered => {
    if (method === 'POST' && path.includes('exe_late')) return problem(409, 'execution_ended', 'It has ended: completed');
    if (method === 'POST') return { status: 202, body: stored[0] as never };
    if (path !== '/api/v1/executions') return { status: 200, body: { items: [] } };
    if (failing) return problem(500, 'internal_error', 'Look into the log');
    const wanted = query.getAll('status');
    return { status: 200, body: { items: stored.filter(({ status }) => wanted.length === 0 || wanted.includes(status)) as never } };
  });
});
afterEach(() => {
  cleanup();
  api.remove();
});

const open = (at = '/executions') => renderPage(<ExecutionsPage />, at);
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const posts = () => api.asked.filter(({ method }) => method === 'POST').map(({ path }) => path.replace('/api/v1/executions/', ''));

describe('executions that are chosen', () => {
  beforeEach(async () => {
    stored = [
      execution('exe_run', 'running'),
      execution('exe_late', 'running'),
      execution('exe_bad', 'failed'),
      execution('exe_out', 'timed_out'),
      execution('exe_done', 'completed'),
    ];
    open();
    await screen.findByText('Work exe_run');
    fireEvent.click(screen.getByRole('checkbox', { name: 'Choose all that are loaded' }));
    screen.getByText('5 executions chosen');
  });

  it('are cancelled together after a question, those that still run; the one that could not be is named', async () => {
    press('Cancel 2');
    const question = await screen.findByRole('dialog', { name: 'Cancel 2 executions?' });
    fireEvent.click(within(question).getByRole('button', { name: 'Let them run' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(posts()).toEqual([]);
    press('Cancel 2');
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel them' }));
    await screen.findByText('1 execution asked to stop');
    screen.getByText('1 execution could not be cancelled');
    screen.getByText('Work exe_late: It has ended: completed');
    expect(posts().sort()).toEqual(['exe_late/cancel', 'exe_run/cancel']);

    // What was done is not told of others.
    fireEvent.click(screen.getByRole('checkbox', { name: 'Choose Work exe_done, exe_done' }));
    screen.getByText('4 executions chosen');
    expect(screen.queryByText(/could not be cancelled/)).toBeNull();
    press('Clear');
    expect(screen.queryByRole('region', { name: 'With those chosen' })).toBeNull();
  });

  it('are retried together, those that did not complete, and not twice by a second click', async () => {
    press('Retry 2');
    await screen.findByText('2 executions started again');
    press('Retry 2');
    expect(posts().sort()).toEqual(['exe_bad/retry', 'exe_out/retry']);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Retry 2' }).disabled).toBe(true);
  });
});

describe('a view', () => {
  const openViews = async () => {
    press('Views');
    return screen.findByRole('menu');
  };

  it('is kept by its name, sets the address when it is chosen, and can be removed', async () => {
    const { address } = open('/executions?status=failed&since=day');
    await screen.findByText('No execution fits this filter');
    fireEvent.click(within(await openViews()).getByRole('menuitem', { name: 'Save this view…' }));
    fireEvent.change(await screen.findByLabelText('Name'), { target: { value: ' Broken today ' } });
    press('Save');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

    fireEvent.click(screen.getByRole('link', { name: 'Show all' }));
    await waitFor(() => expect(address()).toBe('/executions'));
    fireEvent.keyDown(screen.getByRole('button', { name: 'Views' }), { key: 'ArrowDown' });
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Broken today' }));
    await waitFor(() => expect(address()).toBe('/executions?status=failed&since=day'));

    fireEvent.keyDown(screen.getByRole('button', { name: 'Views' }), { key: 'ArrowDown' });
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Remove the view “Broken today”' }));
    fireEvent.keyDown(screen.getByRole('button', { name: 'Views' }), { key: 'ArrowDown' });
    await screen.findByText('No view is saved yet.');
  });

  it('that the browser has no room for is not said to be kept', async () => {
    open();
    await screen.findByText('Nothing has been run yet');
    fireEvent.click(within(await openViews()).getByRole('menuitem', { name: 'Save this view…' }));
    fireEvent.change(await screen.findByLabelText('Name'), { target: { value: 'Full' } });
    const { localStorage: real } = window;
    const setItem = () => {
      throw new Error('The quota has been exceeded');
    };
    Object.defineProperty(globalThis, 'localStorage', { configurable: true, value: { getItem: () => null, setItem } });
    press('Save');
    await screen.findByText('The quota has been exceeded');
    screen.getByRole('dialog');
    Object.defineProperty(globalThis, 'localStorage', { configurable: true, value: real });
  });
});

it('the list says that it loads, that it could not be read, that it is not up to date, and that nothing fits', async () => {
  failing = true;
  const { address } = open();
  screen.getByRole('status', { name: 'Loading executions' });
  await screen.findByText('The executions could not be read');
  screen.getByText('Look into the log');
  expect(screen.queryByText('Nothing has been run yet')).toBeNull();

  failing = false;
  press('Try again');
  await screen.findByText('Nothing has been run yet');
  expect(screen.queryByRole('alert')).toBeNull();
  stored = [execution('exe_run', 'running')];
  await screen.findByText('Work exe_run');

  failing = true;
  await screen.findByText(/^Not up to date: as of \d\d:\d\d:\d\d$/);
  screen.getByText('Work exe_run');

  failing = false;
  fireEvent.click(within(screen.getByRole('navigation', { name: 'Filter by status' })).getByRole('link', { name: 'Failed' }));
  await screen.findByText('No execution fits this filter');
  expect(address()).toContain('status=failed');
});
