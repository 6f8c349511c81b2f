import type { To } from 'react-router';
import { withoutNames } from '@/lib/without-names';
import { toStepAnchor } from './transcript-groups';

/** The address of what a step said: in the transcript, with the rest of the query `search` as it is. */
export function toStepAddress(search: string, path: string): Exclude<To, string> {
  return { search: withoutNames(search, 'tab', 'seq'), hash: encodeURIComponent(toStepAnchor(path)) };
}

/** The address of what was said at an event or after it. */
export function toMomentAddress(query: URLSearchParams, seq: number): Exclude<To, string> {
  const transcript = new URLSearchParams(query);
  transcript.delete('tab');
  transcript.set('seq', String(seq));
  return { search: transcript.toString() };
}
