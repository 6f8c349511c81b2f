import type { JsonObject, Page } from '@client';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { FailureNote } from '../error-note';
import { Panel } from '../panel';
import { Skeleton } from '../skeleton';
import { Revisions, type SavedRevision } from './revisions';

interface RevisionsPanelProps<T extends SavedRevision> {
  /** Pages of them, newest first. */
  query: UseInfiniteQueryResult<InfiniteData<Page<T>>>;
  /** As in {@link Revisions}. */
  onRestore: (body: JsonObject) => void;
}

/** The revisions of an agent or a workflow, as far as they have been read. */
export function RevisionsPanel<T extends SavedRevision>({ query, onRestore }: RevisionsPanelProps<T>) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  return (
    <Panel title="Revisions">
      {error !== null && <FailureNote title="The revisions could not be read" error={error} />}
      {data === undefined && error === null && <Skeleton label="Loading the revisions" />}
      {data !== undefined && (
        <Revisions
          revisions={data.pages.flatMap(({ items }) => items)}
          more={hasNextPage ? { busy: isFetchingNextPage, load: () => void fetchNextPage() } : undefined}
          onRestore={onRestore}
        />
      )}
    </Panel>
  );
}
