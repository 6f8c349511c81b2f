/** Edited queries of addresses, as very many links on a page want the same one: that of the newest address alone. */
let known: { search: string; edited: Map<string, string> } = { search: '', edited: new Map() };

/** The query of an address without some of its names. */
export function withoutNames(search: string, ...names: readonly string[]): string {
  if (known.search !== search) known = { search, edited: new Map() };
  const key = names.join(' ');
  const before = known.edited.get(key);
  if (before !== undefined) return before;
  const query = new URLSearchParams(search);
  for (const name of names) query.delete(name);
  const text = query.toString();
  known.edited.set(key, text);
  return text;
}
