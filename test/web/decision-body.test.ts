import type { Approval } from '../../client';
import { toDecisionBody } from '../../web/src/components/approval/decision-body';
import { PENDING_APPROVAL } from './pending-approval';

const NOTHING = { comment: '', result: '' };

describe("a decision's body", () => {
  it('names the arguments that were looked at, and has others only when they were changed', () => {
    expect(toDecisionBody(PENDING_APPROVAL, 'approve', { ...NOTHING, arguments: { to: 'a' } })).toEqual({
      decision: 'approve',
      argumentsHash: PENDING_APPROVAL.argumentsHash,
    });
    expect(toDecisionBody(PENDING_APPROVAL, 'approve', { ...NOTHING, comment: ' ok ', arguments: { to: 'b' } })).toMatchObject({
      comment: 'ok',
      arguments: { to: 'b' },
    });
  });

  it('has nothing of what would only go with an approval when it is a rejection', () => {
    const body = toDecisionBody(PENDING_APPROVAL, 'reject', { ...NOTHING, arguments: { to: 'b' }, form: { sum: 1 } });
    expect(Object.keys(body).sort()).toEqual(['argumentsHash', 'decision']);
  });

  it('takes a result as JSON when it is some, else as a text', () => {
    const inDoubt: Approval = { ...PENDING_APPROVAL, kind: 'inDoubt' };
    expect(toDecisionBody(inDoubt, 'happened', { comment: '', result: '{"sent": true}' })).toMatchObject({ result: { sent: true } });
    expect(toDecisionBody(inDoubt, 'happened', { comment: '', result: 'sent' })).toMatchObject({ result: 'sent' });
  });
});
