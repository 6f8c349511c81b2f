const API = '/api/v1/executions';
/** The API takes no other name (contracts/ports/tool.ts). */
const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;

/** Where a file of an execution is read. */
export function toArtifactAddress(executionId: string, name: string): string {
  return `${API}/${encodeURIComponent(executionId)}/artifacts/${encodeURIComponent(name)}`;
}

/**
 * The address of the execution's own file that a text means by `src`, written as `artifacts/<name>` or with the API's
 * path before it; null for whatever else it means, for instance another execution's or another site's.
 */
export function findArtifactAddress(executionId: string, src: string): string | null {
  // Read as the browser would, which knows more ways than `..` to lead elsewhere.
  const base = new URL(`${API}/${encodeURIComponent(executionId)}/`, 'http://studio.invalid');
  if (!URL.canParse(src, base)) return null;
  const meant = new URL(src, base);
  const name = meant.pathname.split('/').at(-1) ?? '';
  if (!NAME.test(name)) return null;
  const address = toArtifactAddress(executionId, name);
  return meant.href === new URL(address, base).href ? address : null;
}
