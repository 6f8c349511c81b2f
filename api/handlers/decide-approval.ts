import { decideApproval as decide } from '../decide-approval';
import type { Handler } from './handler';

/** A person's decision; durable, and the only one, when this answers. */
export const decideApproval: Handler<'decideApproval'> = async ({ params, body }, { organizationId, principal, dependencies }) => ({
  status: 200,
  body: await decide(dependencies, { organizationId, approvalId: params.id, by: principal }, body),
});
