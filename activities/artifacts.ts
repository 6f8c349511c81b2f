import { LIMIT } from '../contracts/constants';
import type { ExecutionStore } from '../contracts/ports/execution-store';
import { type Artifacts, ToolError } from '../contracts/ports/tool';

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;

/** The tool call that reads and writes; `signal` is its own: a call that was given up writes no more. */
export interface ArtifactWriter {
  organizationId: string;
  executionId: string;
  callId: string;
  signal: AbortSignal;
}

/** The files of an execution as one of its tool calls may use them. */
export function createArtifacts(executions: ExecutionStore, { organizationId, executionId, callId, signal }: ArtifactWriter): Artifacts {
  return {
    async write(name, content, mediaType = typeof content === 'string' ? 'text/plain' : 'application/octet-stream') {
      checkName(name);
      if (!MEDIA_TYPE.test(mediaType))
        throw new ToolError('invalid_media_type', `"${mediaType}" is not a media type such as text/markdown`);
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      if (bytes.length > LIMIT.artifactBytes) {
        throw new ToolError('artifact_too_large', `The file has ${bytes.length} bytes; at most ${LIMIT.artifactBytes} are kept`);
      }
      signal.throwIfAborted();
      const kept = await executions.putArtifact(organizationId, executionId, { name, bytes, mediaType, callId });
      if (kept === 'taken') throw new ToolError('artifact_exists', `There is a file ${name} already; choose another name`);
      if (kept === 'ended') throw new ToolError('execution_ended', 'The execution has ended; it keeps no more files');
      if (kept === 'full') {
        const most = `${LIMIT.artifacts} files with ${LIMIT.artifactsBytes} bytes together`;
        throw new ToolError('artifacts_full', `The execution keeps at most ${most}; this file would be more`);
      }
      return kept;
    },

    async read(name) {
      checkName(name);
      return (await executions.getArtifact(organizationId, executionId, name))?.bytes ?? null;
    },

    list: () => executions.listArtifacts(organizationId, executionId),
  };
}

function checkName(name: string): void {
  if (NAME.test(name)) return;
  const rule = 'use letters, digits, ".", "_" and "-", at most 128 of them, not beginning with a dot';
  throw new ToolError('invalid_name', `"${name.slice(0, 200)}" cannot be the name of a file; ${rule}`);
}
