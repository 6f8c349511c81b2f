/** A page of a list, as the API answers it. */
export interface AnyPage {
  items: readonly unknown[];
  nextCursor?: string;
}

/**
 * The first page when it is awaited; every item of this and all later pages with `for await`, which asks for the
 * next page when it has given the last item of one. A failure is a `StudioError` in either way.
 */
export type PagedList<P extends AnyPage> = Promise<P> & AsyncIterable<P['items'][number]>;

/** Makes one of `readPage`, which is called at once without a cursor, for the page that was asked for. */
export function toPagedList<P extends AnyPage>(readPage: (cursor?: string) => Promise<P>): PagedList<P> {
  const first = readPage();
  return Object.assign(first, {
    async *[Symbol.asyncIterator]() {
      for (let page = await first; ; page = await readPage(page.nextCursor)) {
        yield* page.items;
        if (page.nextCursor === undefined) return;
      }
    },
  });
}
