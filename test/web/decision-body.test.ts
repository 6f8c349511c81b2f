import type { Approval } from '../../client';
import { toDecisionBody } from '../../web/src/components/approval/decision-body';

const APPROVAL: Approval = {
  id: 'apr_1',
  organizationId: 'local',
  executionId: 'exe_1',
  workflowId: null,
  name: 'Desk',
  kind: 'tool',
  status: 'pending',
  stepPath: 'a',
  prompt: 'May I?',
  arguments: { to: 'a' },
  argumentsHash: '0'.repeat(64),
  assignees: [],
  requestedAt: '2026-11-24T12:00:00.000Z',
  deadline: null,
  decision: null,
};
const NOTHING = { comment: '', result: '' };

describe("a decision's body", () => {
  it('names the arguments that were looked at, and has others only when they were changed', () => {
    expect(toDecisionBody(APPROVAL, 'approve', { ...NOTHING, arguments: { to: 'a' } })).toEqual({
      decision: 'approve',
      argumentsHash: APPROVAL.argumentsHash,
    });
    expect(toDecisionBody(APPROVAL, 'approve', { ...NOTHING, comment: ' ok ', arguments: { to: 'b' } })).toMatchObject({
      comment: 'ok',
      arguments: { to: 'b' },
    });
  });

  it('has nothing of what would only go with an approval when it is a rejection', () => {
    const body = toDecisionBody(APPROVAL, 'reject', { ...NOTHING, arguments: { to: 'b' }, form: { sum: 1 } });
    expect(Object.keys(body).sort()).toEqual(['argumentsHash', 'decision']);
  });

  it('takes a result as JSON when it is some, else as a text', () => {
    const inDoubt: Approval = { ...APPROVAL, kind: 'inDoubt' };
    expect(toDecisionBody(inDoubt, 'happened', { comment: '', result: '{"sent": true}' })).toMatchObject({ result: { sent: true } });
    expect(toDecisionBody(inDoubt, 'happened', { comment: '', result: 'sent' })).toMatchObject({ result: 'sent' });
  });
});
