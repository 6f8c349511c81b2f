/** @jest-environment @happy-dom/jest-environment */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { Link } from 'react-router';
import { queryClient } from '../../web/src/app/query-client';
import { ListParts } from '../../web/src/components/list-parts';
import { EventsView } from '../../web/src/features/execution/components/events-view';
import { FilterBar } from '../../web/src/features/executions/components/filter-bar';
import { type Answered, fakeApi } from './harness/fake-api';
import { renderPage } from './harness/render-page';

const WORKFLOWS = ['Row', 'Debate'].map((name) => ({ id: `wfl_${name}`, name }));
const LENGTH = 5_000;

let api: ReturnType<typeof fakeApi>;
// Nothing has a size here, and a virtual list shows what fits: a pane of ten rows.
const SIZES = { clientHeight: 330, offsetHeight: 33 };
beforeAll(() => {
  for (const [name, value] of Object.entries(SIZES)) Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value });
});
beforeEach(() => {
  api = fakeApi(({ path, query }): Answered => {
    if (path === '/api/v1/workflows') return { status: 200, body: { items: WORKFLOWS } };
    const after = Number(query.get('after'));
    const items = Array.from({ length: Number(query.get('limit')) }, (_, index) => ({
      seq: after + index + 1,
      type: 'stepStarted',
      at: '2026-11-24T12:00:00.000Z',
      executionId: 'exe_1',
      stepPath: `step${after + index + 1}`,
      stepType: 'agent',
    }));
    return { status: 200, body: { items, lastSeq: LENGTH, ended: true } };
  });
});
afterEach(() => {
  cleanup();
  api.remove();
});

const choose = (label: string, value: string) => fireEvent.change(screen.getByRole('combobox', { name: label }), { target: { value } });
const query = (address: string) => Object.fromEntries(new URL(address, 'http://localhost').searchParams);

describe('the filter bar', () => {
  it('changes one part of the address and keeps the others', async () => {
    const { address } = renderPage(<FilterBar />, '/executions?status=failed&since=day');
    await screen.findByRole('option', { name: 'Debate' });
    choose('Workflow', 'wfl_Debate');
    expect(query(address())).toEqual({ status: 'failed', since: 'day', workflowId: 'wfl_Debate' });
  });

  it('has a time of one kind: the last so long, or from and to', () => {
    const { address } = renderPage(<FilterBar />, '/executions?since=day');
    choose('Time', 'between');
    expect(query(address())).toEqual({ startedAfter: expect.stringMatching(/^\d{4}-.*Z$/) });
    choose('Time', '');
    expect(query(address())).toEqual({});
  });

  it('keeps the field of a time that is emptied or half typed, and shows the one that back leads to', () => {
    const from = '2026-11-20T10:00:00.000Z';
    const { address } = renderPage(
      <>
        <FilterBar />
        <Link to={{ search: `?startedAfter=${from}` }}>as it was</Link>
      </>,
      `/executions?startedAfter=${from}`,
    );
    const field = () => screen.getByLabelText<HTMLInputElement>('Started after');
    const shown = field().value;
    expect(new Date(shown).toISOString()).toBe(from);
    fireEvent.change(field(), { target: { value: '' } });
    expect(query(address())).toEqual({ startedAfter: '' });
    fireEvent.change(field(), { target: { value: '2026-11-21T09:30' } });
    expect(query(address())).toEqual({ startedAfter: new Date('2026-11-21T09:30').toISOString() });
    fireEvent.click(screen.getByRole('link', { name: 'as it was' }));
    expect(field().value).toBe(shown);
  });

  it('keeps a workflow that is not among those it knows', () => {
    renderPage(<FilterBar workflowId="wfl_old" />, '/executions?workflowId=wfl_old');
    expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Workflow' }).value).toBe('wfl_old');
  });
});

describe('a list in pages', () => {
  it('says that it loads, that it could not be read or is not up to date, that there is nothing, and more', () => {
    const fetchNextPage = jest.fn();
    const refetch = jest.fn();
    const query = { data: undefined, error: null, dataUpdatedAt: 0, hasNextPage: false, isFetchingNextPage: false, refetch, fetchNextPage };
    const show = (more: object) => {
      cleanup();
      renderPage(
        <ListParts query={{ ...query, ...more }} what="The agents" empty="none at all">
          Ada
        </ListParts>,
      );
      return document.body.textContent;
    };
    const read = { data: { pages: [{ items: ['Ada'] }] } };
    show({});
    screen.getByRole('status', { name: 'Loading: the agents' });
    expect(show({ error: new Error('Look into the log') })).toBe('The agents could not be readLook into the logTry again');
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(refetch).toHaveBeenCalledTimes(1);
    expect(show({ data: { pages: [{ items: [] }] } })).toBe('none at all');
    expect(show({ ...read, error: new Error('Look into the log') })).toMatch(/^Not up to date: as of \d\d:\d\d:\d\dLook.*Ada$/);
    expect(show({ ...read, hasNextPage: true })).toBe('AdaLoad more');
    fireEvent.click(screen.getByRole('button', { name: 'Load more' }));
    expect(fetchNextPage).toHaveBeenCalledTimes(1);
  });
});

it('what the page asks, and does, is tried also where the browser thinks that it is offline: the Studio may be on this machine', async () => {
  const did: string[] = [];
  queryClient.mount();
  window.dispatchEvent(new Event('offline'));
  try {
    await queryClient.fetchQuery({ queryKey: ['asked'], queryFn: async () => did.push('asked') });
    const mutation = queryClient.getMutationCache().build(queryClient, { mutationFn: async () => did.push('done') });
    await mutation.execute(undefined);
    expect(did).toEqual(['asked', 'done']);
  } finally {
    window.dispatchEvent(new Event('online'));
    queryClient.unmount();
  }
});

describe('the events', () => {
  it('say that there is none with the number in the address', () => {
    renderPage(<EventsView executionId="exe_1" lastSeq={LENGTH} />, '/executions/exe_1?tab=events&seq=99999');
    screen.getByText(/5,000 events; there is no event 99,999 here, or not yet/);
  });

  it('are read a page at a time, however many there are, and one opens by its number in the address', async () => {
    const { address } = renderPage(<EventsView executionId="exe_1" lastSeq={LENGTH} />, '/executions/exe_1?tab=events');
    await screen.findByText('step1');
    expect(screen.getAllByRole('listitem').length).toBeLessThan(60);
    expect(api.asked.map((asked) => asked.query.get('after'))).toEqual(['0']);
    fireEvent.click(screen.getByRole('button', { name: /step2 / }));
    await waitFor(() => expect(query(address())).toEqual({ tab: 'events', seq: '2' }));
    expect(screen.getByRole('button', { name: /step2 / }).getAttribute('aria-expanded')).toBe('true');
    fireEvent.click(screen.getByRole('button', { name: /step2 / }));
    expect(query(address())).toEqual({ tab: 'events' });
  });
});
