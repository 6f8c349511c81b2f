/**
 * Remembers what `load` gave for a key, for things that never change once they exist. The oldest entry goes when
 * there are more than `size`; a failed load is not remembered.
 */
export function createBoundedCache<T>(size: number): (key: string, load: () => Promise<T>) => Promise<T> {
  const entries = new Map<string, Promise<T>>();
  return (key, load) => {
    const known = entries.get(key);
    if (known !== undefined) return known;
    const loading = load();
    entries.set(key, loading);
    loading.catch(() => entries.delete(key));
    const oldest = entries.size > size ? entries.keys().next() : undefined;
    if (oldest?.done === false) entries.delete(oldest.value);
    return loading;
  };
}
