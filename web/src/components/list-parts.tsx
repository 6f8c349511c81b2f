import type { ReactNode } from 'react';
import { toClock } from '@/lib/format';
import { Button } from './button';
import { FailureNote } from './error-note';
import { Skeleton } from './skeleton';

/** What a query of a list in pages tells; TanStack Query's infinite one has it. */
interface ListQuery {
  data: { pages: readonly { items: readonly unknown[] }[] } | undefined;
  error: Error | null;
  dataUpdatedAt: number;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => unknown;
  fetchNextPage: () => unknown;
}

interface ListPartsProps {
  query: ListQuery;
  /** What the list is of, as a sentence begins: "The agents". */
  what: string;
  /** Shown when there is nothing in it. */
  empty: ReactNode;
  /** The list; shown when there is something in it. */
  children: ReactNode;
}

/** A list with what stands around it: that it loads, that it could not be read or is not up to date, that there is nothing, or more. */
export function ListParts({ query, what, empty, children }: ListPartsProps) {
  const { data, error, dataUpdatedAt, hasNextPage, isFetchingNextPage, refetch, fetchNextPage } = query;
  const isEmpty = data?.pages.every(({ items }) => items.length === 0);
  return (
    <>
      {error !== null && (
        <div className="mb-4">
          <FailureNote
            title={data === undefined ? `${what} could not be read` : `Not up to date: as of ${toClock(dataUpdatedAt)}`}
            error={error}
            action={
              <Button className="mt-2" onClick={() => void refetch()}>
                Try again
              </Button>
            }
          />
        </div>
      )}
      {data === undefined && error === null && <Skeleton label={`Loading: ${what.toLowerCase()}`} />}
      {isEmpty === true && empty}
      {isEmpty === false && children}
      {hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'Loading…' : 'Load more'}
          </Button>
        </div>
      )}
    </>
  );
}
