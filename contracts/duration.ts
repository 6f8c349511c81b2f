/** Durations as the contract writes them: `500ms`, `30s`, `5m`, `2h`, `14d`. */
export const DURATION_PATTERN = /^(0|[1-9][0-9]{0,8})(ms|s|m|h|d)$/;

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of a duration string; throws a `RangeError` that names the text when it is not one. */
export function toMilliseconds(duration: string): number {
  const match = DURATION_PATTERN.exec(duration);
  if (match === null) {
    throw new RangeError(`"${duration}" is not a duration; write for instance 500ms, 30s, 5m, 2h or 14d`);
  }
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
}

/** A duration of so many milliseconds; a long one is rounded up to seconds. */
export function toDuration(milliseconds: number): string {
  return milliseconds < 1_000_000_000 ? `${Math.ceil(milliseconds)}ms` : `${Math.ceil(milliseconds / 1_000)}s`;
}
