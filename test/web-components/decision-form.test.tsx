/** @jest-environment @happy-dom/jest-environment */

import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { type Approval, StudioError } from '../../client';
import { DecisionForm } from '../../web/src/components/approval/decision-form';
import { client } from '../../web/src/lib/client';
import { PENDING_APPROVAL } from '../web/pending-approval';
import { type Answer, fakeApi } from './harness/fake-api';
import { renderPage } from './harness/render-page';

const APPROVAL: Approval = { ...PENDING_APPROVAL, tool: 'post_webhook' };

let api: ReturnType<typeof fakeApi>;
const show = (approval: Approval, answer: Answer) => {
  api = fakeApi(answer);
  return renderPage(<DecisionForm approval={approval} />);
};
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const type = (label: string | RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

afterEach(() => {
  cleanup();
  api.remove();
});

it('sends the decision once, with the comment and the hash of what was looked at', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  show(APPROVAL, async () => {
    await held;
    return { status: 200, body: { ...APPROVAL, status: 'approved' } as never };
  });
  type(/^Comment/, ' fine ');
  press('Approve');
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Reject' }).disabled).toBe(true));
  press('Approve');
  release();
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Reject' }).disabled).toBe(false));
  const sent = api.asked.filter(({ method }) => method === 'POST');
  expect(sent).toMatchObject([
    { path: '/api/v1/approvals/apr_1/decision', body: { decision: 'approve', comment: 'fine', argumentsHash: APPROVAL.argumentsHash } },
  ]);
  expect(sent[0]?.body).not.toHaveProperty('arguments');
});

it('a double click decides once, and later clicks are heard again', async () => {
  show(APPROVAL, () => ({ status: 200, body: {} }));
  const decide = jest.spyOn(client.approvals, 'decide').mockRejectedValue(new StudioError('engine_unavailable', 'Try later'));
  press('Approve');
  press('Approve');
  press('Reject');
  await screen.findByText('Try later');
  expect(decide.mock.calls.map(([, { decision }]) => decision)).toEqual(['approve']);
  press('Reject');
  await waitFor(() => expect(decide).toHaveBeenCalledTimes(2));
  decide.mockRestore();
});

it('a call in doubt is asked what it gave, in three ways out', async () => {
  show({ ...APPROVAL, kind: 'inDoubt' }, () => ({ status: 200, body: {} }));
  expect(screen.getAllByRole('button').map((button) => button.textContent)).toEqual(
    expect.arrayContaining(['It happened', 'Run it again', 'Let it fail']),
  );
  expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
  type(/What it gave/, '{"sent":1}');
  press('It happened');
  await waitFor(() => expect(api.asked.at(-1)?.body).toMatchObject({ decision: 'happened', result: { sent: 1 } }));
});

it('says who was quicker, and stays where it is', async () => {
  show(APPROVAL, () => ({
    status: 409,
    body: { type: 'about:blank', title: 'Conflict', status: 409, code: 'already_decided', detail: 'ada has approved it', requestId: 'r' },
  }));
  press('Reject');
  await screen.findByText(/ada has approved it/);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Approve' }).disabled).toBe(false);
});
