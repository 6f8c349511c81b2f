import { createHash } from 'node:crypto';
import type { ApprovalRule } from '../contracts/approval-rules';
import { canonicalJson, type Json } from '../contracts/json';
import type { ToolDefinition } from '../contracts/ports/tool';
import { refuseArguments } from '../expressions/check-tool-call';
import { ExpressionError, evaluateExpression } from '../expressions/expression';

/** SHA-256 (hex) of the canonical JSON of a call's arguments. */
export function toArgumentsHash(toolArguments: Json): string {
  return createHash('sha256').update(canonicalJson(toolArguments)).digest('hex');
}

/**
 * Whether people must agree to this call. One that is refused anyway need not be asked about; what an expression cannot
 * judge, for instance because it reads an argument that is missing, must.
 */
export function needsApproval(
  rule: Pick<ApprovalRule, 'when'> | undefined,
  definition: ToolDefinition | undefined,
  toolArguments: Json,
): boolean {
  if (rule === undefined || rule.when === 'never') return false;
  // A tool that is not here may be where the call is made.
  if (definition !== undefined && refuseArguments(definition, toolArguments) !== null) return false;
  if (rule.when === 'always') return true;
  try {
    return evaluateExpression(rule.when.expression, { input: null, steps: {}, arguments: toolArguments }, 'boolean') === true;
  } catch (error) {
    if (error instanceof ExpressionError) return true;
    throw error;
  }
}
