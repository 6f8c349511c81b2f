import { found } from './found';
import type { Handler } from './handler';

/** What a browser may be told a file is; anything else is just bytes, for a tool's word is a stranger's. */
const SAFE_MEDIA_TYPES: readonly string[] = [
  'text/plain',
  'text/markdown',
  'text/csv',
  'application/json',
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
];

/** One file of an execution, to be saved and never shown as a page of ours. */
export const getArtifact: Handler<'getArtifact'> = async ({ params }, { organizationId, dependencies }) => {
  const { executions } = dependencies;
  found(await executions.get(organizationId, params.id), 'execution');
  const { artifact, bytes } = found(await executions.getArtifact(organizationId, params.id, params.name), 'artifact');
  return {
    status: 200,
    body: bytes,
    headers: { 'Content-Type': toContentType(artifact.mediaType), 'Content-Disposition': `attachment; filename="${artifact.name}"` },
  };
};

function toContentType(mediaType: string): string {
  if (!SAFE_MEDIA_TYPES.includes(mediaType)) return 'application/octet-stream';
  return mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType;
}
