/** The page of an execution's workflow in Temporal's own UI; null where there is none. */
export function toTemporalUrl({ namespace, uiUrl }: { namespace: string; uiUrl: string | null }, executionId: string): string | null {
  if (uiUrl === null) return null;
  return `${uiUrl.replace(/\/+$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(executionId)}`;
}
