/** Values of a query; an array repeats its key, `undefined` leaves it out. */
export type Query = Record<string, string | number | boolean | readonly string[] | undefined>;

/** The address of a route: `:names` filled from `params` (a missing one is a `TypeError`), then the query. */
export function toUrl(base: string, path: string, params: Record<string, unknown> = {}, query: Query = {}): string {
  const filled = path.replaceAll(/:([A-Za-z]+)/g, (_match, name: string) => {
    const value = params[name];
    if (typeof value !== 'string' || value === '') throw new TypeError(`"${path}" needs the parameter "${name}", a text that is not empty`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return `${base.replace(/\/+$/, '')}${filled}${text === '' ? '' : `?${text}`}`;
}
