import type { Usage } from '@client';

/** The feed tells usage at supersteps, the row is read every few seconds: of the two, the one that knows more calls. */
export function newerUsage(fromFeed: Usage | null, fromRow: Usage): Usage {
  if (fromFeed === null) return fromRow;
  const known = ({ calls, wastedCalls }: Usage) => calls + wastedCalls;
  return known(fromRow) > known(fromFeed) ? fromRow : fromFeed;
}
