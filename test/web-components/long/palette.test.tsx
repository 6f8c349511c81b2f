/** @jest-environment @happy-dom/jest-environment */
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { PaletteHost } from '../../../web/src/app/palette-host';
import { type Answered, fakeApi } from '../harness/fake-api';
import { renderPage } from '../harness/render-page';

const EXECUTION = { id: 'exe_new', name: 'Debate', status: 'running', startedAt: '2026-11-24T12:00:00.000Z' };
const LISTS: Record<string, readonly object[]> = {
  '/api/v1/executions': [EXECUTION],
  '/api/v1/workflows': [{ id: 'wfl_1', name: 'Debate club' }],
  '/api/v1/agents': [{ id: 'agt_1', name: 'Debater' }],
};

let api: ReturnType<typeof fakeApi>;
let refused: string | null;

beforeEach(() => {
  localStorage.clear();
  refused = null;
  api = fakeApi(({ path, query }): Answered => {
    if (path === refused)
      return {
        status: 500,
        body: { type: 'about:blank', title: 'No', status: 500, code: 'internal_error', detail: 'Look into the log', requestId: 'r' },
      };
    if (path === '/api/v1/executions/exe_old') return { status: 200, body: { ...EXECUTION, id: 'exe_old', name: 'Long ago' } };
    if (query.has('name') && 'old debater'.includes(query.get('name') ?? '') && path === '/api/v1/agents')
      return { status: 200, body: { items: [{ id: 'agt_old', name: 'Old debater' }] } };
    const filtered = path === '/api/v1/executions' && (query.has('status') || query.has('workflowId'));
    return { status: 200, body: { items: (filtered ? [] : (LISTS[path] ?? [])) as never } };
  });
});
afterEach(() => {
  cleanup();
  api.remove();
});

function Host() {
  const [open, setOpen] = useState(false);
  return <PaletteHost open={open} onOpenChange={setOpen} />;
}

/** Opens it by its keys and types. */
async function find(text: string) {
  const rendered = renderPage(<Host />, '/executions');
  fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
  fireEvent.change(await screen.findByPlaceholderText(/^Search/), { target: { value: text } });
  return rendered;
}
const names = () => screen.getAllByRole('option').map(({ textContent }) => textContent);

it('one word finds executions, workflows and agents, and each leads to its page', async () => {
  const { address } = await find('debate');
  await screen.findByText('Debater');
  await waitFor(() => expect(names()).toHaveLength(3));
  expect(names()).toEqual(expect.arrayContaining([expect.stringMatching(/^DebateRunning/), 'Debate club', 'Debater']));
  fireEvent.click(screen.getByText('Debate club'));
  await waitFor(() => expect(address()).toBe('/workflows/wfl_1'));
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('an execution that is not among the newest is found by its id', async () => {
  const { address } = await find('exe_old');
  fireEvent.click(await screen.findByText('Long ago'));
  await waitFor(() => expect(address()).toBe('/executions/exe_old'));
});

it('an agent that is not among the newest is found by a part of its name', async () => {
  const { address } = await find('old deb');
  fireEvent.click(await screen.findByText('Old debater'));
  await waitFor(() => expect(address()).toBe('/agents/agt_old'));
});

it('places and commands are found by their words; a theme is changed and kept', async () => {
  await find('dark');
  fireEvent.click(await screen.findByText('Dark theme'));
  expect(document.documentElement.dataset.theme).toBe('dark');
  expect(localStorage.getItem('studio.theme')).toBe('dark');
  cleanup();
  await find("system's theme");
  fireEvent.click(await screen.findByText("The system's theme"));
  expect(document.documentElement.dataset.theme).toBeUndefined();
  expect(localStorage.getItem('studio.theme')).toBeNull();
});

it('says that nothing is called so, or that not everything could be read', async () => {
  refused = '/api/v1/agents';
  await find('debate');
  await screen.findByText(/^Not everything could be read: Look into the log/);
  await screen.findByText('Debate club');
  await act(async () => {
    fireEvent.change(screen.getByPlaceholderText(/^Search/), { target: { value: 'zzzz' } });
  });
  await screen.findByText(/^Nothing is called that/);
});
