import type { ApprovalRule, ApprovalTerms } from '../contracts/approval-rules';
import { toMilliseconds } from '../contracts/duration';
import type { ProblemDetail } from '../contracts/problem';
import { checkExpression, ExpressionError } from '../expressions/expression';
import { isTooLong, TIME_ALLOWED } from './longest-time';

/** The mistakes of a rule about a tool's calls: its expression, which reads `arguments`, and its terms. */
export function checkApprovalRule(rule: ApprovalRule, path: string): ProblemDetail[] {
  return [
    ...(typeof rule.when === 'string' ? [] : checkWhen(rule.when.expression, `${path}/when/expression`)),
    ...checkAllTerms(rule, path),
  ];
}

/** The mistakes of who is asked and how long, the timeout too. */
export function checkAllTerms(terms: ApprovalTerms, path: string): ProblemDetail[] {
  const { timeout } = terms;
  return [
    ...(timeout !== undefined && isTooLong(toMilliseconds(timeout))
      ? [{ path: `${path}/timeout`, code: 'invalid_timeout', message: TIME_ALLOWED }]
      : []),
    ...checkTerms(terms, path),
  ];
}

/** The mistakes of who is asked and how long; a step's own timeout is checked with its other times. */
export function checkTerms({ timeout, onTimeout, escalation }: ApprovalTerms, path: string): ProblemDetail[] {
  const mistakes: ProblemDetail[] = [];
  const mistake = (at: string, message: string) => mistakes.push({ path: `${path}${at}`, code: 'invalid_approval', message });
  if (onTimeout !== undefined && timeout === undefined) mistake('/onTimeout', 'Say with timeout when that is');
  if (escalation !== undefined) {
    if (isTooLong(toMilliseconds(escalation.after))) mistake('/escalation/after', TIME_ALLOWED);
    else if (timeout !== undefined && toMilliseconds(escalation.after) >= toMilliseconds(timeout))
      mistake('/escalation/after', 'It must be before the timeout; later nobody can decide');
  }
  return mistakes;
}

function checkWhen(expression: string, path: string): ProblemDetail[] {
  try {
    checkExpression(expression, ['arguments'], 'boolean');
    return [];
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [{ path, code: 'invalid_expression', message: error.message }];
  }
}
