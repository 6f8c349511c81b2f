import { withoutNames } from '@/lib/without-names';

/** The query of the same page with the inspector on a call. */
export function withCall(search: string, callId: string): string {
  const rest = withoutNames(search, 'call');
  const call = `call=${encodeURIComponent(callId)}`;
  return rest === '' ? call : `${rest}&${call}`;
}
