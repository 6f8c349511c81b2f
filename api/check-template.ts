import type { Json } from '../contracts/json';
import type { ProblemDetail } from '../contracts/problem';
import { TemplateError, templateReferences } from '../expressions/template';
import { toJsonPointer } from './json-pointer';

/** What a template may read where it stands. */
export interface TemplateScope {
  /** Steps finished before, in the same or an enclosing sequence. */
  before: readonly string[];
  /** Every step of the definition. */
  all: ReadonlySet<string>;
}

/** The mistakes of a template at `path` in a body: what cannot be parsed, and names that cannot be read there. */
export function checkTemplate(template: string, path: string, scope: TemplateScope): ProblemDetail[] {
  try {
    return templateReferences(template).flatMap((name) => {
      const mistake = checkName(name, scope);
      return mistake === undefined ? [] : [{ path, ...mistake }];
    });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return [{ path, code: 'invalid_template', message: error.message }];
  }
}

/** The mistakes of every template inside a value. */
export function checkTemplates(value: Json, path: string, scope: TemplateScope): ProblemDetail[] {
  if (typeof value === 'string') return checkTemplate(value, path, scope);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => checkTemplates(item, `${path}${toJsonPointer([key])}`, scope));
}

function checkName(
  [root, id, field]: readonly (string | number)[],
  { before, all }: TemplateScope,
): Omit<ProblemDetail, 'path'> | undefined {
  if (root === 'input') return undefined;
  if (root !== 'steps') return { code: 'invalid_template', message: `${root} is not known here; a template reads input and steps.<id>` };
  if (typeof id !== 'string' || (field !== 'text' && field !== 'data')) {
    return { code: 'invalid_template', message: 'Write steps.<id>.text or steps.<id>.data' };
  }
  if (before.includes(id)) return undefined;
  if (!all.has(id)) return { code: 'unknown_step', message: `The definition has no step ${id}` };
  return {
    code: 'later_step',
    message: `Step ${id} cannot be read here: only steps finished before, in the same or an enclosing sequence, can`,
  };
}
