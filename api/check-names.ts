import type { Json } from '../contracts/json';
import { toJsonPointer } from '../contracts/json-pointer';
import type { ProblemDetail } from '../contracts/problem';
import { checkExpression, ExpressionError, type ExpressionResult, expressionReferences } from '../expressions/expression';
import { TemplateError, templateReferences } from '../expressions/template';

/** What a template or an expression may read where it stands. */
export interface NameScope {
  /** Steps finished before, in the same or an enclosing sequence. */
  before: readonly string[];
  /** Every step of the definition. */
  all: ReadonlySet<string>;
  /** Names besides `input` and `steps`: `item`, `index`, `iteration`, `last`, `round`. */
  names: readonly string[];
}

/** The mistakes of a template at `path` in a body: what cannot be parsed, and names that cannot be read there. */
export function checkTemplate(template: string, path: string, scope: NameScope): ProblemDetail[] {
  try {
    return checkReferences(templateReferences(template), path, 'invalid_template', scope);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return [{ path, code: 'invalid_template', message: error.message }];
  }
}

/** The mistakes of every template inside a value. */
export function checkTemplates(value: Json, path: string, scope: NameScope): ProblemDetail[] {
  if (typeof value === 'string') return checkTemplate(value, path, scope);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => checkTemplates(item, `${path}${toJsonPointer([key])}`, scope));
}

/** The mistakes of a CEL expression at `path` in a body: its grammar, types, result, and names. */
export function checkExpressionAt(expression: string, path: string, result: ExpressionResult, scope: NameScope): ProblemDetail[] {
  const names = ['input', 'steps', ...scope.names];
  try {
    checkExpression(expression, names, result);
    // The check has found unknown names; which steps can be read here, only we know.
    const references = expressionReferences(expression, names).filter(([root]) => root === 'steps');
    return checkReferences(references, path, 'invalid_expression', scope);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [{ path, code: 'invalid_expression', message: error.message }];
  }
}

function checkReferences(references: (string | number)[][], path: string, code: string, scope: NameScope): ProblemDetail[] {
  return references.flatMap((name) => {
    const mistake = checkName(name, code, scope);
    return mistake === undefined ? [] : [{ path, ...mistake }];
  });
}

function checkName(
  [root = '', id, field]: readonly (string | number)[],
  code: string,
  { before, all, names }: NameScope,
): Omit<ProblemDetail, 'path'> | undefined {
  if (root === 'input' || names.includes(String(root))) return undefined;
  if (root !== 'steps') {
    return { code, message: `${root} is not known here; what can be read is ${['input', 'steps.<id>', ...names].join(', ')}` };
  }
  if (typeof id !== 'string' || (field !== 'text' && field !== 'data'))
    return { code, message: 'Write steps.<id>.text or steps.<id>.data' };
  if (before.includes(id)) return undefined;
  if (!all.has(id)) return { code: 'unknown_step', message: `The definition has no step ${id}` };
  return {
    code: 'later_step',
    message: `Step ${id} cannot be read here: only steps finished before, in the same or an enclosing sequence, can`,
  };
}
