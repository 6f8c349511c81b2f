import type { Approval, DecisionBody } from '../contracts/approvals';
import { TIMEOUT_DECIDER } from '../contracts/approvals';
import { moreOfBudget } from '../contracts/budget';
import { toJsonPointer } from '../contracts/json-pointer';
import type { NewDecision } from '../contracts/ports/approval-store';
import { Problem, type ProblemDetail } from '../contracts/problem';
import { describeTooLarge } from '../expressions/check-tool-call';
import { validateValue } from '../expressions/json-schema';
import { checkForm } from './check-form';
import type { ApiParts } from './dependencies';
import { findEnclosingTimeouts } from './enclosing-timeouts';
import { found } from './handlers/found';
import { toDetails } from './parse-request';

/**
 * Decides in the store, once; the workflow is woken afterwards, and again by the sweeper until it has heard. Throws
 * `not_found`, `invalid_body`, `approval_changed`, `already_decided` and `approval_expired`.
 */
export async function decideApproval(
  { executions, postman }: Pick<ApiParts, 'executions' | 'postman'>,
  { organizationId, approvalId, by }: { organizationId: string; approvalId: string; by: string },
  body: DecisionBody,
): Promise<Approval> {
  const asked = found(await executions.getApproval(organizationId, approvalId), 'approval');
  if (body.argumentsHash !== undefined && body.argumentsHash !== asked.argumentsHash) {
    throw new Problem('approval_changed', 'The approval is for other arguments than these; read it again');
  }
  const errors = findMistakes(asked, body);
  if (errors.length > 0) throw new Problem('invalid_body', 'Correct the places listed in errors', { errors });
  const enclosing = await findEnclosingTimeouts(executions, organizationId, asked);
  const decided = found(await executions.decideApproval(organizationId, approvalId, toDecision(body, by), enclosing), 'approval');
  await postman.send(organizationId, asked.executionId);
  if (decided.outcome === 'lost') throw toRefusal(decided.approval);
  return decided.approval;
}

function toDecision({ decision, comment, reason, arguments: edited, form, result }: DecisionBody, by: string): NewDecision {
  const said = comment ?? reason;
  return {
    decision,
    by,
    ...(said !== undefined && { comment: said }),
    ...(edited !== undefined && { arguments: edited }),
    ...(form !== undefined && { form }),
    ...(result !== undefined && { result }),
  };
}

/** What does not fit what was asked, each with its place in the body. */
function findMistakes(asked: Approval, body: DecisionBody): ProblemDetail[] {
  const allowed: DecisionBody['decision'][] = asked.kind === 'inDoubt' ? ['happened', 'runAgain', 'fail'] : ['approve', 'reject'];
  if (!allowed.includes(body.decision)) return [mistake('decision', 'invalid_value', `Choose one of ${allowed.join(', ')}`)];
  if (body.comment !== undefined && body.reason !== undefined) {
    return [mistake('reason', 'unknown_field', 'comment and reason are the same; send one of them')];
  }
  const form = checkForm(asked.form, body, '/form');
  return [...checkArguments(asked, body), ...(form.length > 0 ? form : checkAmounts(asked, body)), ...checkResult(body)];
}

function checkArguments({ argumentsSchema, kind }: Approval, { decision, arguments: edited }: DecisionBody): ProblemDetail[] {
  if (edited === undefined) return [];
  if (kind !== 'tool' || decision !== 'approve' || argumentsSchema === undefined) {
    return [mistake('arguments', 'unknown_field', 'Only an approved tool call takes other arguments')];
  }
  // The tool refuses them, so they must not be agreed to.
  const tooLarge = describeTooLarge(edited);
  if (tooLarge !== null) return [mistake('arguments', 'arguments_too_large', tooLarge)];
  return validateValue(argumentsSchema, edited, '/arguments');
}

/** The form of a budget's question says which limit; here is how much anybody may give at once. */
function checkAmounts({ kind }: Approval, { form }: DecisionBody): ProblemDetail[] {
  if (kind !== 'budget' || form === undefined) return [];
  const { error } = moreOfBudget.safeParse(form);
  return error === undefined ? [] : toDetails(error, form).map((detail) => ({ ...detail, path: `/form${detail.path}` }));
}

function checkResult({ decision, result }: DecisionBody): ProblemDetail[] {
  if (decision === 'happened')
    return result === undefined ? [mistake('result', 'required', 'Say what the call gave; null is an answer')] : [];
  return result === undefined ? [] : [mistake('result', 'unknown_field', 'Only a call that happened has a result')];
}

const mistake = (field: string, code: string, message: string): ProblemDetail => ({ path: toJsonPointer([field]), code, message });

function toRefusal({ status, decision }: Approval): Problem {
  if (decision === null || decision.by === TIMEOUT_DECIDER) {
    const why = status === 'cancelled' ? 'What asked for this approval has ended' : 'The time for this approval is over';
    return new Problem('approval_expired', `${why}; nothing is left to decide`, { extra: { state: status } });
  }
  const { by, at } = decision;
  return new Problem('already_decided', `${by} decided at ${at}: ${decision.decision}`, { extra: { state: status, decision } });
}
