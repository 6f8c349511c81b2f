/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** JSON with the keys of every object sorted: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}

/** True when lists and objects are nested more than `levels` deep; what recurses over such a value would fail. */
export function isNestedDeeperThan(levels: number, value: Json): boolean {
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    level = level.filter((item) => item !== null && typeof item === 'object');
    if (level.length > 0 && depth >= levels) return true;
    level = level.flatMap((item) => Object.values(item as JsonObject));
  }
  return false;
}
