import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A socket's path must fit into 104 bytes on macOS and 108 on Linux. */
const LONGEST_PATH_BYTES = 100;

/** As long as the name of a socket gets: `api-<pid>-<nonce>.sock`. */
const LONGEST_NAME = 'api-4194304-01234567.sock';

/**
 * Where the live channel's sockets of a data folder are: in `live` below it, or, when their paths would be too long
 * for the system, in a short folder of the system's temporary ones. Worker and API come to the same answer.
 */
export function toSocketFolder(dataFolder: string): string {
  const folder = join(resolve(dataFolder), 'live');
  if (Buffer.byteLength(join(folder, LONGEST_NAME)) <= LONGEST_PATH_BYTES) return folder;
  const hash = createHash('sha256').update(resolve(dataFolder)).digest('hex').slice(0, 12);
  return join(tmpdir(), `studio-${hash}`);
}

/** Makes the folder, for this user only; throws when it belongs to somebody else. */
export function ensureSocketFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new Error(`${folder} does not belong to this user; remove it or choose another STUDIO_DATA`);
  }
  chmodSync(folder, 0o700);
}

/** Whether a file of the folder is a socket of an API process. */
export function isApiSocket(name: string): boolean {
  return /^api-\d+-[0-9a-f]+\.sock$/.test(name);
}
