const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .+$/;

/**
 * Milliseconds that a provider asks to wait: `retry-after-ms`, else `retry-after` (seconds, or an HTTP date seen
 * from `now`). Undefined when neither says anything sensible.
 */
export function toRetryAfterMs(headers: Headers | undefined, now: number): number | undefined {
  return (
    toNumber(headers?.get('retry-after-ms'), 1) ?? toNumber(headers?.get('retry-after'), 1_000) ?? toWait(headers?.get('retry-after'), now)
  );
}

function toNumber(text: string | null | undefined, factor: number): number | undefined {
  return text && /^[0-9]{1,12}(\.[0-9]+)?$/.test(text.trim()) ? Math.ceil(Number(text) * factor) : undefined;
}

function toWait(text: string | null | undefined, now: number): number | undefined {
  const time = text && HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}
