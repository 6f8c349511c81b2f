/** @jest-environment @happy-dom/jest-environment */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { Route, Routes } from 'react-router';
import type { Agent } from '../../../client';
import { AgentPage } from '../../../web/src/features/agents/components/agent-page';
import { AgentsPage } from '../../../web/src/features/agents/components/agents-page';
import { type Answered, fakeApi } from '../harness/fake-api';
import { renderPage } from '../harness/render-page';

const SAVED: Agent = {
  id: 'agt_1',
  organizationId: 'local',
  name: 'Ada',
  description: 'before',
  instructions: 'Answer.',
  tools: [],
  limits: { maxTurns: 10 },
  revision: 1,
  createdAt: '2026-11-24T12:00:00.000Z',
  updatedAt: '2026-11-24T12:00:00.000Z',
};

const refusal = (status: number, code: string, detail: string): Answered => ({
  status,
  body: { type: 'about:blank', title: 'No', status, code, detail, requestId: 'r' },
});

let api: ReturnType<typeof fakeApi>;
/** What the API has; a test changes it as somebody else would. */
let stored: Agent;
let answerPut: (answered: Answered | 'lost') => void;

beforeEach(() => {
  stored = SAVED;
  api = fakeApi(async ({ method, path }): Promise<Answered> => {
    if (method === 'PUT') {
      const answered = await new Promise<Answered | 'lost'>((resolve) => {
        answerPut = resolve;
      });
      if (answered === 'lost') throw new TypeError('the connection was lost');
      return answered;
    }
    if (path === '/api/v1/agents/agt_1') return { status: 200, body: stored as never };
    if (path === '/api/v1/agents') return { status: 200, body: { items: [stored] as never } };
    return { status: 200, body: { items: [] } };
  });
});
afterEach(() => {
  cleanup();
  api.remove();
});

/** The list of agents, and beside it one of them in its form. */
async function openAgent(): Promise<void> {
  renderPage(
    <>
      <AgentsPage />
      <Routes>
        <Route path="/agents/:agentId" element={<AgentPage />} />
      </Routes>
    </>,
    '/agents/agt_1',
  );
  await screen.findByRole('button', { name: 'Publish revision 2' });
  await screen.findByRole('link', { name: 'Ada' });
}
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const typed = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value;
const puts = () => api.asked.filter(({ method }) => method === 'PUT');

/** Publishes it, and waits until the API has been asked. */
async function publish(revision: number): Promise<void> {
  const before = puts().length;
  fireEvent.click(screen.getByRole('button', { name: `Publish revision ${revision}` }));
  await waitFor(() => expect(puts()).toHaveLength(before + 1));
}

describe('an agent that is published', () => {
  it('is shown at once as it will be, also in the list, and stays so when the API agrees', async () => {
    await openAgent();
    type('Name', 'Bea');
    await publish(2);
    await screen.findByRole('link', { name: 'Bea' });
    screen.getByRole('heading', { name: 'Bea' });
    screen.getByText(/Revision 2 · being saved/);
    expect(screen.queryByText('Ada')).toBeNull();
    // What is typed meanwhile is not lost with the answer.
    type('Description', 'later');
    stored = { ...SAVED, name: 'Bea', revision: 2 };
    answerPut({ status: 200, body: stored as never });
    await screen.findByRole('button', { name: 'Publish revision 3' });
    expect([typed('Name'), typed('Description')]).toEqual(['Bea', 'later']);
    screen.getByRole('link', { name: 'Bea' });
    screen.getByText('not saved');
  });

  it('is again what it was, everywhere, when the API refuses it; what was typed stays in the form', async () => {
    await openAgent();
    type('Name', 'Taken');
    await publish(2);
    await screen.findByRole('link', { name: 'Taken' });
    answerPut(refusal(409, 'name_taken', 'There is an agent with this name'));
    await screen.findByText('There is an agent with this name');
    screen.getByRole('heading', { name: 'Ada' });
    screen.getByRole('link', { name: 'Ada' });
    expect(screen.queryByRole('link', { name: 'Taken' })).toBeNull();
    screen.getByText(/^Revision 1 ·/);
    expect(typed('Name')).toBe('Taken');
    await publish(2);
    expect(puts().at(-1)?.body).toMatchObject({ name: 'Taken' });
  });

  it('is merged when somebody else was quicker, and the list has theirs', async () => {
    await openAgent();
    type('Description', 'mine');
    await publish(2);
    await screen.findByText('mine');
    stored = { ...SAVED, description: 'theirs', revision: 2 };
    answerPut(refusal(412, 'precondition_failed', 'It is at revision 2'));
    await screen.findByRole('dialog', { name: 'Somebody else saved it first' });
    await screen.findByText('theirs');
    expect(typed('Description')).toBe('mine');
    fireEvent.click(screen.getByRole('button', { name: 'Save as revision 3' }));
    await waitFor(() => expect(puts()).toHaveLength(2));
    expect(puts().at(-1)?.body).toMatchObject({ description: 'mine' });
    stored = { ...SAVED, description: 'mine', revision: 3 };
    answerPut({ status: 200, body: stored as never });
    await screen.findByRole('button', { name: 'Publish revision 4' });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is not taken for somebody else’s when only the answer was lost', async () => {
    await openAgent();
    type('Name', 'Bea');
    await publish(2);
    answerPut('lost');
    await screen.findByText(/No answer from/);
    stored = { ...SAVED, name: 'Bea', revision: 2 };
    await publish(2);
    answerPut(refusal(412, 'precondition_failed', 'It is at revision 2'));
    await screen.findByRole('button', { name: 'Publish revision 3' });
    screen.getByRole('heading', { name: 'Bea' });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.queryByText('It was not saved')).toBeNull();
  });
});
