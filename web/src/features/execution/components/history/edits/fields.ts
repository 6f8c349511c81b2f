import type { ProblemDetail } from '@client';

/** The look of a field that holds many lines. */
export const TEXT_AREA =
  'max-h-[60vh] w-full resize-y rounded-md border border-line-strong bg-surface px-3 py-2 text-[0.8125rem] leading-relaxed aria-[invalid]:border-bad';

/** What the API said of a field, or of something in it. */
export function toProblem(mistakes: readonly ProblemDetail[], field: string): string | undefined {
  const found = mistakes.filter(({ path }) => path === field || path.startsWith(`${field}/`));
  return found.length === 0 ? undefined : found.map(({ message }) => message).join('; ');
}
