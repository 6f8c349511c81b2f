import { z } from 'zod';
import { approval, approvalKind, approvalStatus, decisionBody } from '../approvals';
import { idParams, list, page, type Route } from '../route';

/** One value of a query, or several. */
const several = <T extends z.ZodType>(item: T) => z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(item));

/** The inbox of what waits for people. */
export const APPROVAL_ROUTES = {
  listApprovals: {
    method: 'GET',
    path: '/api/v1/approvals',
    summary: 'List approvals, newest first; those that are pending unless `status` says otherwise',
    query: z.strictObject({
      ...page,
      status: several(approvalStatus).default(['pending']),
      kind: several(approvalKind).optional(),
      executionId: z.string().min(1).optional(),
      workflowId: z.string().min(1).optional(),
      assignee: z.string().min(1).optional(),
    }),
    status: 200,
    response: list(approval),
  },
  getApproval: {
    method: 'GET',
    path: '/api/v1/approvals/:id',
    summary: 'Get an approval',
    params: idParams,
    status: 200,
    response: approval,
  },
  decideApproval: {
    method: 'POST',
    path: '/api/v1/approvals/:id/decision',
    summary: 'Decide an approval',
    description:
      'The decision is durable, and the only one, when the answer is out, whether a worker lives or not. The same decision again by the same person is answered alike; another one gets 409 with who decided, one that comes too late 410. `arguments` replace those of a tool call that is approved, `form` answers the form, `argumentsHash` says which arguments were looked at. A call in doubt is decided with `happened` and its `result`, `runAgain` or `fail`.',
    params: idParams,
    body: decisionBody,
    status: 200,
    response: approval,
    problems: ['already_decided', 'approval_changed', 'approval_expired'],
  },
} as const satisfies Record<string, Route>;
