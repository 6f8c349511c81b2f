import { Problem, type ProblemDetail } from '../../contracts/problem';

/** A mistake of the edit at this place; `field` is the one that it is in. */
export function mistake(edit: number, field: string, code: string, message: string): ProblemDetail {
  return { path: `/edits/${edit}/${field}`, code, message };
}

export function invalidEdits(errors: ProblemDetail[]): Problem {
  return new Problem('invalid_edit', 'Correct the edits listed in errors; the checkpoints tell what can be edited', { errors });
}
