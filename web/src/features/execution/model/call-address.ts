/** The query of the same page with the inspector on a call. */
export function withCall(query: URLSearchParams, callId: string): string {
  const changed = new URLSearchParams(query);
  changed.set('call', callId);
  return changed.toString();
}
