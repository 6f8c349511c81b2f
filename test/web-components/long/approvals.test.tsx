/** @jest-environment @happy-dom/jest-environment */
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { type Approval, StudioError } from '../../../client';
import { ApprovalCard } from '../../../web/src/components/approval/approval-card';
import { PendingApproval } from '../../../web/src/features/execution/components/steering/approval-in-place';
import { DecideSeveral } from '../../../web/src/features/inbox/components/decide-several';
import { InboxPage } from '../../../web/src/features/inbox/components/inbox-page';
import { client } from '../../../web/src/lib/client';
import { PENDING_APPROVAL } from '../../web/pending-approval';
import { renderPage } from '../harness/render-page';

// Markdown's library is one that jest cannot load; the browser tests have it.
jest.mock('../../../web/src/components/rich-text', () => ({ RichText: ({ text }: { text: string }) => <p>{text}</p> }));

const NOW = '2026-11-24T12:10:00.000Z';
const ASKED: Approval = { ...PENDING_APPROVAL, kind: 'step', tool: undefined, arguments: undefined, assignees: ['ada'] };

/** What the API has. */
let stored: Approval[];

beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse(NOW) });
  stored = [];
  jest.spyOn(client.approvals, 'list').mockImplementation((async ({ status = ['pending'] }: { status?: string[] } = {}) => ({
    items: stored.filter((approval) => status.includes(approval.status)),
  })) as never);
  jest.spyOn(client.approvals, 'get').mockImplementation((async (id: string) => stored.find((approval) => approval.id === id)) as never);
});
afterEach(() => {
  cleanup();
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

describe('an approval that may be escalated', () => {
  const escalation = { at: '2026-11-24T12:30:00.000Z', to: ['bea', 'carl'] };

  it('says whom else it will ask and when, and that it has', async () => {
    stored = [{ ...ASKED, escalation }];
    renderPage(<InboxPage />, '/inbox');
    const mark = await screen.findByText(/bea, carl are asked too at/);
    expect(within(mark).getByText(/:30/).getAttribute('dateTime')).toBe(escalation.at);
    screen.getByTitle('Asked: ada');

    stored = [{ ...ASKED, escalation: { ...escalation, escalatedAt: '2026-11-24T12:30:01.000Z' } }];
    await pass(3_100);
    const tag = await screen.findByText('escalated to bea, carl');
    expect(tag.getAttribute('title')).toBe('Nobody had decided by 2026-11-24T12:30:01.000Z');
    expect(screen.queryByText(/are asked too/)).toBeNull();
  });

  it('keeps the mark when it is decided, and has none when it was decided before', () => {
    const decision = { decision: 'approve' as const, by: 'bea', at: NOW };
    renderPage(
      <>
        <ApprovalCard approval={{ ...ASKED, status: 'approved', decision, escalation: { ...escalation, escalatedAt: NOW } }} />
        <ApprovalCard approval={{ ...ASKED, id: 'apr_2', status: 'approved', decision: { ...decision, by: 'ada' }, escalation }} />
      </>,
    );
    const [late, early] = screen.getAllByRole('article') as [HTMLElement, HTMLElement];
    within(late).getByText('escalated to bea, carl');
    within(late).getByText('Approved by bea');
    within(early).getByText('Approved by ada');
    expect(within(early).queryByText(/bea/)).toBeNull();
  });
});

describe('a deadline', () => {
  const timed: Approval = { ...ASKED, deadline: '2026-11-24T12:10:30.000Z', onTimeout: 'reject' };

  it('comes nearer and passes while the page is open, and then it is among what was decided', async () => {
    stored = [timed];
    renderPage(<InboxPage />, '/inbox');
    const left = await screen.findByText(/^(30|2\d) s left$/);
    screen.getByText(/then it counts as rejected/);
    await pass(20_000);
    expect(left.textContent).toMatch(/^(10|\d(\.\d)?) s left$/);
    await pass(11_000);
    expect(left.textContent).toBe('time is up');

    stored = [{ ...timed, status: 'rejected', decision: { decision: 'reject', by: 'timeout', at: '2026-11-24T12:10:30.100Z' } }];
    await pass(3_100);
    await screen.findByText('Nothing waits for you');
    fireEvent.click(screen.getByRole('link', { name: 'Decided' }));
    await screen.findByText('Rejected when its time ran out');
  });

  it('says what becomes true then', () => {
    const effects = { approve: 'it counts as approved', reject: 'it counts as rejected', fail: 'the step fails' } as const;
    for (const [onTimeout, words] of Object.entries(effects)) {
      renderPage(<ApprovalCard approval={{ ...timed, onTimeout: onTimeout as 'approve' }} />);
      screen.getByText(new RegExp(words));
      cleanup();
    }
  });
});

it('of several decided together those that somebody else had decided are named, and the others are done', async () => {
  const [one, two] = [
    { ...ASKED, id: 'apr_1', name: 'Leave' },
    { ...ASKED, id: 'apr_2', name: 'Travel' },
  ];
  const decide = jest.spyOn(client.approvals, 'decide').mockImplementation((async (id: string) => {
    if (id === 'apr_2') throw new StudioError('already_decided', 'ada has rejected it', { status: 409 });
    return { ...one, status: 'approved' };
  }) as never);
  const done = jest.fn();
  renderPage(<DecideSeveral chosen={[one, two]} onDone={done} />);
  fireEvent.change(screen.getByLabelText('Comment on all of them'), { target: { value: 'fine' } });
  fireEvent.click(screen.getByRole('button', { name: 'Approve 2' }));
  await screen.findByText('1 request could not be decided');
  screen.getByText('Travel: ada has rejected it');
  expect(decide.mock.calls.map(([id, body]) => [id, body])).toEqual([
    ['apr_1', expect.objectContaining({ decision: 'approve', comment: 'fine' })],
    ['apr_2', expect.objectContaining({ decision: 'approve', comment: 'fine' })],
  ]);
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Approve 2' }).disabled).toBe(false));
  expect(done).not.toHaveBeenCalled();
});

describe('a request that is decided elsewhere', () => {
  const decided: Approval = { ...ASKED, status: 'rejected', decision: { decision: 'reject', by: 'ada', at: NOW } };

  it('does not just vanish from the inbox: who decided what stands where it was', async () => {
    stored = [ASKED, { ...ASKED, id: 'apr_2', name: 'Travel' }];
    renderPage(<InboxPage />, '/inbox');
    await screen.findByRole('link', { name: 'Desk' });
    stored = [decided, { ...ASKED, id: 'apr_2', name: 'Travel' }];
    await pass(3_100);
    const told = within(screen.getByRole('status', { name: 'Decided meanwhile' }));
    await told.findByText('Rejected by ada');
    expect(told.getByRole('link', { name: 'Desk' }).getAttribute('href')).toBe('/executions/exe_1#step-a');
    expect(screen.getAllByRole('article')).toHaveLength(1);
  });

  it('is not told of when it only left the page of the list', async () => {
    stored = [ASKED];
    renderPage(<InboxPage />, '/inbox');
    await screen.findByRole('link', { name: 'Desk' });
    jest.spyOn(client.approvals, 'list').mockResolvedValue({ items: [{ ...ASKED, id: 'apr_2', name: 'Travel' }] } as never);
    await pass(3_100);
    await screen.findByRole('link', { name: 'Travel' });
    await pass(100);
    expect(screen.getByRole('status', { name: 'Decided meanwhile' }).textContent).toBe('');
  });
});

it('what somebody is writing into a request stays when the request cannot be read again', async () => {
  stored = [ASKED];
  renderPage(<PendingApproval id="apr_1" />);
  fireEvent.change(await screen.findByLabelText(/^Comment/), { target: { value: 'because' } });
  const get = jest.spyOn(client.approvals, 'get').mockRejectedValue(new StudioError('network_error', 'The Studio does not answer'));
  await pass(2_000);
  await act(async () => {
    window.dispatchEvent(new Event('visibilitychange'));
  });
  await waitFor(() => expect(get).toHaveBeenCalled());
  await pass(100);
  expect(screen.getByLabelText<HTMLTextAreaElement>(/^Comment/).value).toBe('because');
});
