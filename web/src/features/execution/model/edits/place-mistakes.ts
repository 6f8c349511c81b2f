import type { ProblemDetail } from '@client';

/**
 * What the API found wrong in each edit, by key, with pointers below that edit; what belongs to none of them stands
 * under an empty key. `sent` has the keys in the order in which the edits were sent.
 */
export function placeMistakes(errors: readonly ProblemDetail[], sent: readonly string[]): Map<string, ProblemDetail[]> {
  const placed = new Map<string, ProblemDetail[]>();
  for (const error of errors) {
    const [, index, rest = ''] = /^\/edits\/(\d+)(\/.*)?$/s.exec(error.path) ?? [];
    const key = index === undefined ? undefined : sent[Number(index)];
    const mistakes = placed.get(key ?? '') ?? [];
    mistakes.push(key === undefined ? error : { ...error, path: rest });
    placed.set(key ?? '', mistakes);
  }
  return placed;
}
