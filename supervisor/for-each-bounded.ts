/** Calls `visit` for each item, at most `limit` at a time. Rejects with the first failure and begins no more then. */
export async function forEachBounded<T>(items: T[], limit: number, visit: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const item of rest) {
      try {
        await visit(item);
      } catch (error) {
        failed = true;
        throw error;
      }
      if (failed) {
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
}
