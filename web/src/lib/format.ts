const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const number = new Intl.NumberFormat(undefined);

/** Local time of day with seconds, as `12:03:07`. */
export function toClock(time: string | number): string {
  return clock.format(new Date(time));
}

/** Local time of day; with the day when that is not today's. */
export function toLocalTime(time: string, now: number): string {
  const date = new Date(time);
  return date.toDateString() === new Date(now).toDateString() ? clock.format(date) : `${day.format(date)}, ${clock.format(date)}`;
}

/** A length of time as people say it: `0.4 s`, `12 s`, `3 m 05 s`, `2 h 10 m`, `3 d 4 h`. */
export function toDurationText(ms: number): string {
  if (ms < 10 * SECOND) return `${(Math.max(0, ms) / SECOND).toFixed(1)} s`;
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} m ${padded((ms % MINUTE) / SECOND)} s`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ${padded((ms % HOUR) / MINUTE)} m`;
  return `${Math.floor(ms / DAY)} d ${Math.floor((ms % DAY) / HOUR)} h`;
}

function padded(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

/** A number with the locale's separators. */
export function toNumberText(value: number): string {
  return number.format(value);
}

/** `1 call`, `2 calls`. */
export function toCountText(count: number, one: string, many = `${one}s`): string {
  return `${toNumberText(count)} ${count === 1 ? one : many}`;
}

/** An amount of money; its decimals as they are, for they are exact. */
export function toCostText(cost: { amount: string; currency: string } | null): string {
  return cost === null ? 'unknown' : `${cost.amount} ${cost.currency}`;
}

/** A number of bytes as people say it: `812 B`, `1.4 KB`, `3.0 MB`. */
export function toBytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
