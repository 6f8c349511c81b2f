import { fromJsonPointer, type ProblemDetail } from '@client';

/** A form's errors, nested as its data is; `__errors` holds the messages of a place. */
export interface ErrorTree {
  [key: string]: ErrorTree | string[] | undefined;
  __errors?: string[];
}

/**
 * Puts the API's mistakes at the form's fields: those below `root` (a pointer) lose it. Mistakes elsewhere in the body
 * stand at the form as a whole.
 */
export function toErrorTree(errors: readonly ProblemDetail[], root: string): ErrorTree {
  const tree: ErrorTree = Object.create(null) as ErrorTree;
  for (const { path, message } of errors) {
    const inside = path === root || path.startsWith(`${root}/`);
    let place = tree;
    for (const part of inside ? fromJsonPointer(path.slice(root.length)) : []) {
      place[part] ??= Object.create(null) as ErrorTree;
      place = place[part] as ErrorTree;
    }
    place.__errors = [...(place.__errors ?? []), inside ? message : `${path}: ${message}`];
  }
  return tree;
}
