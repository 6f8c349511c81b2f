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

/** The names that an expression reads from its scope, each as its segments, for instance `['steps', 'research', 'text']`. */
export function expressionReferences(expression: string, names: readonly string[]): string[][] {
  return referencesIn(parse(expression, names).ast);
}

/** Whether expressions can read something under this name: not a word of the language such as `in` or `type`. */
export function canBeName(name: string): boolean {
  try {
    return parse(name, [name]).ast.op === 'id';
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
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
    const value = withinTime(EVALUATION_LIMIT_MS, () =>
      fromCel(evaluate(toCel(scope) as Record<string, unknown>), { items: 0, length: 0 }),
    );
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
  let parsed: ReturnType<typeof environment.parse>;
  try {
    // A loop in a loop and a map in a map have the same names: the inner one's are read.
    for (const name of new Set(names)) environment.registerVariable(name, TYPES[name] ?? 'dyn');
    parsed = environment.parse(expression);
  } catch (error) {
    throw new ExpressionError(`The expression cannot be read: ${firstLine(error)}`, { cause: error });
  }
  if (nodesIn(parsed.ast).some(({ op, args }) => (op === 'rcall' || op === 'call') && (args as unknown[])[0] === 'matches')) {
    throw new ExpressionError('Regular expressions (matches) are not allowed; use contains, startsWith or endsWith');
  }
  return parsed;
}

/** Macros whose first argument is a name of their own, for instance `w` in `input.words.filter(w, w != "")`. */
const BINDING = ['filter', 'map', 'all', 'exists', 'exists_one', 'bind'];

/** What is read from outside, each as far as its name goes; not what a macro calls so. */
function referencesIn(part: unknown, bound: readonly string[] = []): string[][] {
  if (Array.isArray(part)) return part.flatMap((inner) => referencesIn(inner, bound));
  if (!isNode(part)) return [];
  const path = pathOf(part);
  if (path !== null) return bound.includes(path[0] ?? '') ? [] : [path];
  if (part.op === 'rcall' && BINDING.includes(part.args[0])) {
    const [, receiver, [variable, ...inner]] = part.args;
    if (variable?.op === 'id') return [...referencesIn(receiver, bound), ...referencesIn(inner, [...bound, variable.args])];
  }
  return referencesIn(part.args, bound);
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
    else if (isNode(next)) {
      found.push(next);
      open.push(next.args);
    }
  }
  return found;
}

function isNode(part: unknown): part is ASTNode {
  return part !== null && typeof part === 'object' && 'op' in part && 'args' in part;
}

function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toCel(item)]));
  return value;
}

/** The value as JSON; throws when it is too large. `so` counts what there is so far. */
function fromCel(value: unknown, so: { items: number; length: number }): Json {
  so.items += 1;
  if (typeof value === 'string') so.length += value.length;
  if (so.items > LIMIT.expressionItems || so.length > LIMIT.renderedLength) {
    const most = `${LIMIT.expressionItems} values with ${LIMIT.renderedLength} characters`;
    throw new ExpressionError(`The expression gives more than ${most}; let it give less`);
  }
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map((item) => fromCel(item, so));
  const entries = value instanceof Map ? [...value] : value !== null && typeof value === 'object' ? Object.entries(value) : null;
  if (entries !== null) return Object.fromEntries(entries.map(([key, item]) => [String(key), fromCel(item, so)]));
  return (value ?? null) as Json;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? 'unknown';
}
