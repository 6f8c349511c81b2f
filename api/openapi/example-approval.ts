import type { Approval } from '../../contracts/approvals';
import { IDS, TIMES } from './example-values';

export const APPROVAL: Approval = {
  id: 'apr_5kq0T7wM2cVb9xNfR3yJdA',
  organizationId: 'local',
  executionId: IDS.execution,
  workflowId: IDS.workflow,
  name: 'Article',
  kind: 'tool',
  status: 'pending',
  stepPath: 'article/write',
  prompt: 'Writer wants to call send_article',
  callId: 'article/write:t1.1',
  tool: 'send_article',
  arguments: { to: 'everybody' },
  argumentsHash: '0f7cbd0c3b2ce7d05bbd8d6de2cf9e9a8a0b3c8c3de7c1a4f6f2c6d1b9e0a7d4',
  argumentsSchema: { type: 'object', properties: { to: { type: 'string' } }, required: ['to'] },
  assignees: ['role:editors'],
  requestedAt: TIMES.start,
  deadline: '2026-11-25T12:00:00.000Z',
  onTimeout: 'reject',
  escalation: { at: '2026-11-24T18:00:00.000Z', to: ['chief'] },
  decision: null,
};

export const APPROVED: Approval = {
  ...APPROVAL,
  status: 'approved',
  decision: { decision: 'approve', by: 'local-admin', at: TIMES.end, comment: 'Not to everybody', arguments: { to: 'team' } },
};
