import type { Approval } from '../../client';

/** A request that waits for anybody. */
export const PENDING_APPROVAL: Approval = {
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
