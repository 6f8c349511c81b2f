import type { ExecutionView } from '@client';

/** The path itself when a step has it, else that of the nearest step around it: a turn of a chat belongs to the chat. */
export function findStepPath(steps: ExecutionView['steps'], path: string): string {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) if (steps.has(at)) return at;
  return path;
}
