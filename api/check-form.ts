import type { Json, JsonObject } from '../contracts/json';
import type { ProblemDetail } from '../contracts/problem';
import { validateValue } from '../expressions/json-schema';

/** What does not fit of a form that answers an approval with this schema; `path` is where the form stands in the body. */
export function checkForm(
  schema: JsonObject | undefined,
  { decision, form }: { decision: string; form?: Json },
  path: string,
): ProblemDetail[] {
  if (schema === undefined) return form === undefined ? [] : [{ path, code: 'unknown_field', message: 'This approval has no form' }];
  if (form !== undefined) return validateValue(schema, form, path);
  return decision === 'approve' ? [{ path, code: 'required', message: "Answer the approval's form" }] : [];
}
