/** The path of the step that made a call: a call id is the path, a colon and the call's number within the step. */
export function toStepPath(callId: string): string {
  const end = callId.lastIndexOf(':');
  return end === -1 ? callId : callId.slice(0, end);
}

/** The last part of a path: the step's id, with `#n` when it is a repetition. */
export function toStepName(stepPath: string): string {
  return stepPath.slice(stepPath.lastIndexOf('/') + 1);
}

/** The path of the step around this one; null for the root. */
export function toParentPath(stepPath: string): string | null {
  const end = stepPath.lastIndexOf('/');
  return end === -1 ? null : stepPath.slice(0, end);
}
