/** Whether a step path is this one or below it. */
export function isWithin(path: string, scope: string): boolean {
  return path === scope || path.startsWith(`${scope}/`);
}

/** The path of the step that makes a call, or that a thread belongs to: no path has a colon. */
export function pathOf(id: string): string {
  const colon = id.indexOf(':');
  return colon < 0 ? id : id.slice(0, colon);
}
