import { Problem, type ProblemDetail } from '../../contracts/problem';

/** A mistake of the edit at this place; `field` is the one that it is in. */
export function mistake(edit: number, field: string, code: string, message: string): ProblemDetail {
  return { path: `/edits/${edit}/${field}`, code, message };
}

export function invalidEdits(errors: ProblemDetail[]): Problem {
  return new Problem('invalid_edit', 'Correct the edits listed in errors; the checkpoints tell what can be edited', { errors });
}

export function invalidSuperstep(superstep: number): Problem {
  const message = 'Take a superstep that the checkpoints of the execution list';
  const errors = [{ path: '/superstep', code: 'unknown_superstep', message: `The execution has not closed superstep ${superstep}` }];
  return new Problem('invalid_superstep', message, { errors });
}
