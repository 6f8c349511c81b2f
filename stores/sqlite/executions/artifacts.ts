import { createHash } from 'node:crypto';
import { LIMIT } from '../../../contracts/constants';
import type { Artifact } from '../../../contracts/entities';
import type { ArtifactStore } from '../../../contracts/ports/artifact-store';
import { now, type Parts } from './parts';
import { blobPrefixOf } from './stored-text';

type ArtifactRow = Artifact & { blob: string };

/** The files of executions: their names here, their bytes in the blob store under a key made of what they hold. */
export function createArtifacts({ database, blobs, executions, readOf }: Parts): ArtifactStore {
  const COLUMNS = 'SELECT name, size, mediaType, at, callId, blob FROM artifacts WHERE execution = ?';
  const select = database.statement<ArtifactRow>(`${COLUMNS} AND name = ?`);
  const all = database.statement<ArtifactRow>(`${COLUMNS} ORDER BY name`);
  const insert = database.statement(
    'INSERT INTO artifacts (execution, name, size, mediaType, callId, blob, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const total = database.statement<{ count: number; bytes: number }>(
    'SELECT count(*) AS count, coalesce(sum(size), 0) AS bytes FROM artifacts WHERE execution = ?',
  );

  /** What stands in the way of this write or for it; null when it may be made. */
  function standing(organizationId: string, executionId: string, name: string, callId: string, size: number) {
    const row = executions.require(organizationId, executionId);
    const known = select.get([row.key, name]);
    if (known !== undefined) return known.callId === callId ? toArtifact(known) : 'taken';
    if (row.ending !== null) return 'ended';
    const { count, bytes } = total.get([row.key]) as { count: number; bytes: number };
    return count >= LIMIT.artifacts || bytes + size > LIMIT.artifactsBytes ? 'full' : null;
  }

  return {
    async putArtifact(organizationId, executionId, { name, bytes, mediaType, callId }) {
      const size = bytes.length;
      const before = await database.read(() => standing(organizationId, executionId, name, callId, size));
      if (before !== null) return before;
      const blob = `${blobPrefixOf(executionId)}artifacts/${createHash('sha256').update(bytes).digest('hex')}`;
      await blobs.put(blob, bytes);
      return database.write(() => {
        const meanwhile = standing(organizationId, executionId, name, callId, size);
        if (meanwhile !== null) return meanwhile;
        const at = now();
        insert.run([executions.require(organizationId, executionId).key, name, size, mediaType, callId, blob, at]);
        return { name, size, mediaType, at, callId };
      });
    },

    async getArtifact(organizationId, executionId, name) {
      const found = await readOf(organizationId, executionId, ({ key }) => select.get([key, name]));
      if (!found) return null;
      const bytes = await blobs.get(found.blob);
      if (bytes === null) throw new Error(`The blob ${found.blob} is missing from the data folder; restore it from a backup`);
      return { artifact: toArtifact(found), bytes };
    },

    listArtifacts: async (organizationId, executionId) =>
      (await readOf(organizationId, executionId, ({ key }) => all.all([key]).map(toArtifact))) ?? [],
  };
}

function toArtifact({ name, size, mediaType, at, callId }: ArtifactRow): Artifact {
  return { name, size, mediaType, at, callId };
}
