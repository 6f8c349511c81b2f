import { Problem } from '../../contracts/problem';
import type { User } from '../find-users';
import { found } from './found';

/** The headers of an agent or a workflow: its revision as `ETag`. */
export function entityHeaders(entity: { revision: number }): Record<string, string> {
  return { ETag: `"${entity.revision}"` };
}

/** What `create` returned; throws `name_taken`. */
export function created<T>(entity: T | 'nameTaken', what: string): T {
  if (entity === 'nameTaken') throw new Problem('name_taken', `Another ${what} has this name; choose another name`);
  return entity;
}

/** What `replace` returned; throws `not_found`, `precondition_failed` or `name_taken`. */
export function replaced<T>(entity: T | 'stale' | 'nameTaken' | null, what: string): T {
  if (entity === 'stale') throw stale(what);
  return created(found(entity, what) as Exclude<T | 'nameTaken', null>, what) as T;
}

/** What `delete` returned; throws `not_found` or `precondition_failed`. */
export function deleted(outcome: 'deleted' | 'stale' | null, what: string): void {
  if (found(outcome, what) === 'stale') throw stale(what);
}

/** Throws `precondition_failed` when the request expects another revision than the one that stands. */
export function notStale({ revision }: { revision: number }, expected: number | null, what: string): void {
  if (expected !== null && expected !== revision) throw stale(what);
}

/** Throws `in_use` when live workflows name what is to be deleted. */
export function notInUse(workflows: User[]): void {
  if (workflows.length === 0) return;
  throw new Problem('in_use', 'Change or delete the workflows listed in workflows first', { extra: { workflows } });
}

function stale(what: string): Problem {
  return new Problem('precondition_failed', `The ${what} was changed meanwhile; read it again and repeat`);
}
