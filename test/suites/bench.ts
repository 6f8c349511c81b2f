/** One set of stored data that a suite tries a port on. */
export interface StoreBench<Store> {
  /** The store over this data; each call stands for another process. */
  open(): Promise<Store>;
  /** Closes all and deletes the data. */
  destroy(): Promise<void>;
}

export type StoreBenchFactory<Store> = () => Promise<StoreBench<Store>>;

/** Every item of a list, page by page. */
export async function readAllPages<Item>(
  read: (page: { limit: number; cursor?: string }) => Promise<{ items: Item[]; nextCursor?: string } | 'invalidCursor' | null>,
  limit: number,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await read({ limit, cursor });
    if (page === null || page === 'invalidCursor') throw new Error(`No page: ${page}`);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    if (page.nextCursor === undefined) return items;
    cursor = page.nextCursor;
  }
}
