import type { CallToolInput } from '../contracts/activities';
import type { Approval, ApprovalDecision } from '../contracts/approvals';
import type { Json } from '../contracts/json';
import type { ExecutionStore } from '../contracts/ports/execution-store';
import type { ToolOutcome } from '../expressions/check-tool-call';
import { toArgumentsHash } from './approval-rule';
import type { AskedTool } from './asked-tool';
import { finalFailure, outcomeUnknown } from './running-call';

/** What people have decided about a tool call: the arguments that it is made with, or its outcome without making it. */
export interface DecidedCall {
  toolArguments: Json;
  outcome?: ToolOutcome & { rejected?: true };
}

/** Reads in the store what people have decided; a call that nobody was asked about is made as it is. */
export async function readDecidedCall(
  executions: Pick<ExecutionStore, 'getApproval'>,
  { organizationId, tool, approvalId, doubt }: CallToolInput,
  asked: Pick<AskedTool, 'toolArguments' | 'rendered'>,
): Promise<DecidedCall> {
  const agreed = approvalId === undefined ? { toolArguments: asked.toolArguments } : applyDecision(await read(approvalId), asked);
  if (doubt === undefined) return agreed;
  const decision = decisionOf(await read(doubt.approvalId), () => outcomeUnknown(tool));
  if (decision.decision === 'fail') throw outcomeUnknown(tool);
  return decision.decision === 'happened' ? { ...agreed, outcome: { result: decision.result ?? null } } : agreed;

  async function read(id: string): Promise<Approval> {
    const approval = await executions.getApproval(organizationId, id);
    if (approval === null) throw finalFailure('plan_incomplete', `The approval ${id} is missing`);
    return approval;
  }
}

/**
 * An approval is for the very arguments that people saw, or for those that a person wrote in their place. What templates
 * give may be another text by then; it is not what was agreed to.
 */
function applyDecision(approval: Approval, { toolArguments, rendered }: Pick<AskedTool, 'toolArguments' | 'rendered'>): DecidedCall {
  const { decision, comment, by, arguments: edited } = decisionOf(approval, toExpired);
  const asked = rendered && approval.arguments !== undefined ? approval.arguments : toolArguments;
  if (approval.argumentsHash !== toArgumentsHash(asked)) {
    throw finalFailure('approval_changed', `The approval ${approval.id} is for another call than this one`);
  }
  if (decision === 'approve') return { toolArguments: edited ?? asked };
  const message = `${by} said no${comment === undefined ? '' : `: ${comment}`}`;
  return { toolArguments: asked, outcome: { rejected: true, error: { code: 'rejected', message } } };
}

/** The decision; throws `otherwise` when the time was over and the definition says that this is a failure. */
export function decisionOf({ id, status, decision }: Approval, otherwise: (id: string) => Error): ApprovalDecision {
  if (decision !== null) return decision;
  throw status === 'expired' ? otherwise(id) : finalFailure('plan_incomplete', `The approval ${id} is ${status}`);
}

/** Nobody decided in time. */
export function toExpired(id: string): Error {
  return finalFailure('approval_expired', `Nobody decided the approval ${id} in time`);
}
