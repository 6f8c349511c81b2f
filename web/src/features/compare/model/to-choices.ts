import type { Execution } from '@client';

/** The executions that fit what was typed, without the one that is chosen already; the relatives of that one first. */
export function toChoices(executions: readonly Execution[], words: string, first: string | undefined): Execution[] {
  const wanted = words.trim().toLowerCase();
  const origin = executions.find(({ id }) => id === first);
  const isRelative = ({ id, forkedFrom }: Execution) =>
    (first !== undefined && forkedFrom?.executionId === first) || id === origin?.forkedFrom?.executionId;
  const isAlike = ({ workflowId }: Execution) => origin !== undefined && workflowId !== null && workflowId === origin.workflowId;
  const rank = (execution: Execution) => (isRelative(execution) ? 0 : isAlike(execution) ? 1 : 2);
  return executions
    .filter(({ id, name }) => id !== first && (name.toLowerCase().includes(wanted) || id.toLowerCase().includes(wanted)))
    .sort((a, b) => rank(a) - rank(b));
}
