const DEFAULT_WAIT_S = 60;
const LONGEST_WAIT_S = 300;

/** How long a request waits for its result, in milliseconds, by its `Prefer` header (RFC 7240); at most 300 s, 60 s without. */
export function waitMsOf(header: string | undefined): number {
  const given = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?\s*(?=$|[,;])/i.exec(header ?? '')?.[1];
  return Math.min(given === undefined ? DEFAULT_WAIT_S : Number(given), LONGEST_WAIT_S) * 1_000;
}
