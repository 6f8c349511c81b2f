/** @jest-environment @happy-dom/jest-environment */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import type { AgentBody } from '../../../client';
import { DeleteDefinition } from '../../../web/src/components/definition/delete-definition';
import { ModelFields } from '../../../web/src/components/model-fields';
import { useDeleteAgent } from '../../../web/src/features/agents/api/use-agent';
import { ToolPicker } from '../../../web/src/features/agents/components/tool-picker';
import { queryKeys } from '../../../web/src/lib/query-keys';
import { type Answered, fakeApi } from '../harness/fake-api';
import { renderPage } from '../harness/render-page';

const TOOLS = (['pure', 'idempotent', 'unsafe'] as const).map((repeat) => ({
  id: `do_${repeat}`,
  description: `Does it, ${repeat}`,
  inputSchema: {},
  repeat,
  source: 'built-in',
}));
const MODELS = [
  { provider: 'openai', name: 'large', configured: true, capabilities: { tools: true, structuredOutput: true } },
  { provider: 'openai', name: 'small', configured: true, capabilities: { tools: false, structuredOutput: false } },
  { provider: 'other', name: 'far', configured: false, capabilities: { tools: true, structuredOutput: true } },
];
const problem = (status: number, code: string, detail: string): Answered => ({
  status,
  body: { type: 'about:blank', title: 'No', status, code, detail, requestId: 'r' },
});

let api: ReturnType<typeof fakeApi>;
let answer: () => Answered;
beforeEach(() => {
  api = fakeApi(({ path }) => (path === '/models/list' ? { status: 200, body: { items: MODELS } } : answer()));
});
afterEach(() => {
  cleanup();
  api.remove();
});

describe('the tools to choose from', () => {
  it('each have their repeat class, and what it means for a call that was interrupted', async () => {
    answer = () => ({ status: 200, body: { items: TOOLS } });
    const chosen = jest.fn();
    renderPage(<ToolPicker chosen={['do_pure', 'sold']} onChange={chosen} />);
    screen.getByText('Loading the tools…');
    // As long as nobody knows what there is, nothing is said to be missing.
    expect(screen.queryByText('not in this Studio')).toBeNull();
    const unsafe = await screen.findByText('unsafe');
    expect(unsafe.getAttribute('title')).toBe('One attempt; a call whose outcome is unknown is never made again');
    expect(screen.getByText('idempotent').getAttribute('title')).toMatch(/takes effect once/);
    expect(screen.getByText('pure').getAttribute('title')).toMatch(/simply made again/);
    within(screen.getByText('sold').closest('li') as HTMLElement).getByText('not in this Studio');
    fireEvent.click(screen.getByRole('checkbox', { name: /^do_unsafe/ }));
    expect(chosen).toHaveBeenLastCalledWith(['do_pure', 'sold', 'do_unsafe']);
    fireEvent.click(screen.getByRole('checkbox', { name: /^sold/ }));
    expect(chosen).toHaveBeenLastCalledWith(['do_pure']);
  });

  it('are not said to be none, or missing, when they could not be read', async () => {
    answer = () => problem(500, 'internal_error', 'Look into the log');
    renderPage(<ToolPicker chosen={['do_pure']} onChange={() => undefined} />);
    await screen.findByText('The tools could not be read');
    screen.getByRole('checkbox', { name: 'do_pure' });
    expect(screen.queryByText('This Studio has no tools.')).toBeNull();
    expect(screen.queryByText('not in this Studio')).toBeNull();
  });
});

describe('the model', () => {
  let model: AgentBody['model'];
  function Form({ begin }: { begin: AgentBody['model'] }) {
    const [value, setValue] = useState(begin);
    model = value;
    return <ModelFields optional model={value} onChange={setValue} problemAt={() => undefined} needs={{ tools: true, schema: true }} />;
  }
  const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
  const set = (name: string, value: string) => fireEvent.change(field(name), { target: { value } });

  it('has settings once it is chosen, and says what it cannot do of what the agent needs', async () => {
    renderPage(<Form begin={undefined} />);
    await screen.findByRole('option', { name: 'other (not configured)' });
    expect(field('Temperature').disabled).toBe(true);
    set('Provider', 'openai');
    expect(model).toEqual({ provider: 'openai', name: 'large' });
    expect(screen.queryByText(/It does not/)).toBeNull();
    set('Model', 'small');
    screen.getByText('It does not call tools, nor keep to a schema by itself (it is asked to).');
    set('Temperature', '0.5');
    set('Most output tokens', '200');
    expect(model).toEqual({ provider: 'openai', name: 'small', temperature: 0.5, maxOutputTokens: 200 });
    set('Temperature', '');
    expect(model).toEqual({ provider: 'openai', name: 'small', maxOutputTokens: 200 });
    set('Provider', '');
    expect(model).toBeUndefined();
  });

  it('of a provider that this Studio does not know is shown as what it is, not as the default', async () => {
    renderPage(<Form begin={{ provider: 'gone', name: 'old' }} />);
    await screen.findByRole('option', { name: 'openai' });
    expect(field('Provider').value).toBe('gone');
    expect(field('Model').value).toBe('old');
  });
});

it('an agent that a workflow needs is not deleted, and the question says why; one that nobody needs is', async () => {
  function Delete() {
    return (
      <DeleteDefinition
        definition={{ id: 'agt_1', name: 'Ada', revision: 3 }}
        remove={useDeleteAgent()}
        consequence="No new workflow can use it."
        list="/agents"
        keys={{ one: queryKeys.agent('agt_1'), all: queryKeys.agents }}
      />
    );
  }
  const inUse = problem(409, 'in_use', 'Used by the workflow Debate');
  answer = () => ({ ...inUse, body: { ...(inUse.body as object), workflows: [{ id: 'wfl_1', name: 'Debate' }, null] } });
  const { address } = renderPage(<Delete />, '/agents/agt_1');
  fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
  const question = await screen.findByRole('dialog', { name: 'Delete Ada?' });
  within(question).getByText('No new workflow can use it.');
  fireEvent.click(within(question).getByRole('button', { name: 'Delete' }));
  await within(question).findByText('Used by the workflow Debate');
  const users = within(within(question).getByRole('list', { name: 'Workflows that use it' })).getAllByRole('link');
  expect(users.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([['Debate', '/workflows/wfl_1/edit']]);
  expect(address()).toBe('/agents/agt_1');
  answer = () => ({ status: 200, body: {} });
  fireEvent.click(within(question).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(address()).toBe('/agents'));
  expect(api.asked.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual(Array(2).fill('/api/v1/agents/agt_1'));
});
