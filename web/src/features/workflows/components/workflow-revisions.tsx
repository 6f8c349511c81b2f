import type { JsonObject } from '@client';
import { Revisions } from '@/components/definition/revisions';
import { FailureNote } from '@/components/error-note';
import { Panel } from '@/components/panel';
import { Skeleton } from '@/components/skeleton';
import { useWorkflowRevisions } from '../api/use-workflow';

export function WorkflowRevisions({ id, onRestore }: { id: string; onRestore: (body: JsonObject) => void }) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useWorkflowRevisions(id);
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
