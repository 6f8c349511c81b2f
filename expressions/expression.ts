import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { LIMIT } from '../contracts/constants';
import type { Json } from '../contracts/json';
import type { Scope } from './scope';
import { EVALUATION_LIMIT_MS, TookTooLong, withinTime } from './within-time';

/** An expression's mistake; `message` names it and what to do. */
export class ExpressionError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ExpressionError';
  }
}

export type ExpressionResult = 'boolean' | 'list';

/** The names that an expression reads, each as its segments, for instance `['steps', 'research', 'text']`. */
export function expressionReferences(expression: string, names: readonly string[]): string[][] {
  return referencesIn(parse(expression, names).ast);
}

/**
 * Checks an expression when it is saved: its length, grammar, names, types and result.
 * Throws {@link ExpressionError} with what is wrong.
 */
export function checkExpression(expression: string, names: readonly string[], result: ExpressionResult): void {
  const { valid, type, error } = parse(expression, names).check();
  if (!valid) throw new ExpressionError(`The expression is not valid: ${firstLine(error)}`);
  const fits = type === 'dyn' || (result === 'boolean' ? type === 'bool' : type?.startsWith('list'));
  if (!fits) throw new ExpressionError(`The expression gives ${type}; here it must give a ${result}`);
}

/** Evaluates over a scope; JSON integers are CEL ints. Throws {@link ExpressionError}. */
export function evaluateExpression(expression: string, scope: Scope, result: ExpressionResult): Json {
  const evaluate = parse(expression, Object.keys(scope));
  try {
    const value = fromCel(withinTime(EVALUATION_LIMIT_MS, () => evaluate(toCel(scope) as Record<string, unknown>)));
    if (result === 'boolean' ? typeof value === 'boolean' : Array.isArray(value)) return value;
    throw new ExpressionError(`The expression gave ${value === null ? 'null' : typeof value}; here it must give a ${result}`);
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    const reason = error instanceof TookTooLong ? error.message : firstLine(error);
    throw new ExpressionError(`The expression cannot be evaluated: ${reason}`, { cause: error });
  }
}

const TYPES: Record<string, string> = { index: 'int', iteration: 'int', round: 'int' };

function parse(expression: string, names: readonly string[]) {
  if (expression.length > LIMIT.expressionLength) {
    throw new ExpressionError(`The expression has ${expression.length} characters; at most ${LIMIT.expressionLength} are allowed`);
  }
  const environment = new Environment({
    unlistedVariablesAreDyn: false,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 500, maxDepth: 50 },
  });
  for (const name of names) environment.registerVariable(name, TYPES[name] ?? 'dyn');
  let parsed: ReturnType<typeof environment.parse>;
  try {
    parsed = environment.parse(expression);
  } catch (error) {
    throw new ExpressionError(`The expression cannot be read: ${firstLine(error)}`, { cause: error });
  }
  if (nodesIn(parsed.ast).some(({ op, args }) => (op === 'rcall' || op === 'call') && (args as unknown[])[0] === 'matches')) {
    throw new ExpressionError('Regular expressions (matches) are not allowed; use contains, startsWith or endsWith');
  }
  return parsed;
}

function referencesIn(ast: ASTNode): string[][] {
  return nodesIn(ast).flatMap((node) => {
    const path = pathOf(node);
    return path === null ? [] : [path];
  });
}

/** `steps.a.text` and `steps["a"].text` as segments; null for any other node. */
function pathOf(node: ASTNode): string[] | null {
  if (node.op === 'id') return [node.args];
  if (node.op === '.' || node.op === '.?') {
    const path = pathOf(node.args[0]);
    return path && [...path, node.args[1]];
  }
  if (node.op === '[]' && node.args[1].op === 'value' && typeof node.args[1].args === 'string') {
    const path = pathOf(node.args[0]);
    return path && [...path, node.args[1].args];
  }
  return null;
}

function nodesIn(root: ASTNode): ASTNode[] {
  const found: ASTNode[] = [];
  const open: unknown[] = [root];
  while (open.length > 0) {
    const next = open.pop();
    if (Array.isArray(next)) open.push(...next);
    else if (next !== null && typeof next === 'object' && 'op' in next && 'args' in next) {
      found.push(next as ASTNode);
      open.push(next.args);
    }
  }
  return found;
}

function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toCel(item)]));
  return value;
}

function fromCel(value: unknown): Json {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(fromCel);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [String(key), fromCel(item)]));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromCel(item)]));
  return (value ?? null) as Json;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? 'unknown';
}
