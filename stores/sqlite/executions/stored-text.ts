import { createHash } from 'node:crypto';
import type { Json } from '../../../contracts/json';
import type { BlobStore } from '../../../contracts/ports/blob-store';

/** JSON longer than this many UTF-16 units lives in the blob store. */
export const INLINE_LIMIT = 64 * 1024;

/** Every blob of an execution has a key below this prefix: deleting it deletes them. */
export function blobPrefixOf(executionId: string): string {
  return `executions/${executionId}/`;
}

/** The key of the blob that now holds this JSON, or null when it is short enough for the database. */
export async function putLongJson(blobs: BlobStore, executionId: string, json: string): Promise<string | null> {
  if (json.length <= INLINE_LIMIT) return null;
  const bytes = Buffer.from(json);
  const key = `${blobPrefixOf(executionId)}${createHash('sha256').update(bytes).digest('hex')}`;
  await blobs.put(key, bytes);
  return key;
}

/** The value of a column of JSON whose whole is in the blob `key`, if there is one. */
export async function getJson(blobs: BlobStore, json: string, key: string | null): Promise<Json> {
  if (key === null) return JSON.parse(json) as Json;
  const bytes = await blobs.get(key);
  if (bytes === null) throw new Error(`The blob ${key} is missing from the data folder; restore it from a backup`);
  return JSON.parse(Buffer.from(bytes).toString()) as Json;
}
