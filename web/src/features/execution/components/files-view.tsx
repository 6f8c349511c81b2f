import { Download, Files } from 'lucide-react';
import { buttonClass } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { FailureNote } from '@/components/error-note';
import { ScrollPane } from '@/components/scroll-pane';
import { Skeleton } from '@/components/skeleton';
import { Timestamp } from '@/components/timestamp';
import { toArtifactAddress } from '@/lib/artifact-address';
import { toBytesText } from '@/lib/format';
import { useArtifacts } from '../api/use-artifacts';
import { CallLink } from './call-link';

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** The files that tools have kept; pictures are shown, for they come from this server and run nothing. */
export function FilesView({ executionId, toolCalls }: { executionId: string; toolCalls: number }) {
  const { data, error } = useArtifacts(executionId, toolCalls);
  return (
    <ScrollPane label="Files" className="h-full p-4 sm:p-6">
      {error !== null && <FailureNote title="The files could not be read" error={error} />}
      {data === undefined && error === null && <Skeleton label="Loading files" />}
      {data?.items.length === 0 && (
        <EmptyState icon={Files} title="No file was kept">
          A tool that writes files, such as write_artifact, puts them here.
        </EmptyState>
      )}
      <ul className="mx-auto max-w-3xl space-y-3">
        {data?.items.map(({ name, size, mediaType, at, callId }) => (
          <li key={name} className="rounded-lg border border-line bg-surface p-4">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium">{name}</p>
                <p className="text-ink-faint text-xs">
                  {mediaType} · {toBytesText(size)} · <Timestamp time={at} />
                </p>
              </div>
              <CallLink callId={callId}>The call</CallLink>
              <a href={toArtifactAddress(executionId, name)} download={name} className={buttonClass('secondary')}>
                <Download aria-hidden className="size-4" /> Save
              </a>
            </div>
            {PICTURES.includes(mediaType) && (
              <img src={toArtifactAddress(executionId, name)} alt={name} loading="lazy" className="mt-3 max-h-96 rounded" />
            )}
          </li>
        ))}
      </ul>
    </ScrollPane>
  );
}
