import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { BlobStore } from '../contracts/ports/blob-store';
import { errorCode } from './error-code';
import { withStoreErrors } from './to-store-error';

const KEY = /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/;

/** No key has this character: a file's name never meets a folder's, nor a half-written file a whole one. */
const MARK = '~';

/** Blobs as files below `folder`, which is made when it is needed. The folder's disk must know hard links. */
export function createFileBlobStore(folder: string): BlobStore {
  const root = resolve(folder);
  const temporary = join(root, `${MARK}writing`);
  const toFile = (key: string) => join(root, checkKey(key) + MARK);

  async function put(key: string, bytes: Uint8Array): Promise<void> {
    const file = toFile(key);
    if (await exists(file)) return syncFolder(dirname(file));
    await makeFolder(dirname(file));
    await makeFolder(temporary);
    const draft = join(temporary, randomUUID());
    try {
      await writeDurably(draft, bytes);
      await linkIfAbsent(draft, file);
      await syncFolder(dirname(file));
    } finally {
      await rm(draft, { force: true });
    }
  }

  async function get(key: string): Promise<Uint8Array | null> {
    try {
      return await readFile(toFile(key));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  }

  return {
    put: (key, bytes) => withStoreErrors(() => put(key, bytes)),
    get: (key) => withStoreErrors(() => get(key)),
    deletePrefix: (prefix) =>
      withStoreErrors(async () => rm(join(root, checkKey(prefix.replace(/\/$/, ''))), { recursive: true, force: true })),
  };
}

function checkKey(key: string): string {
  if (!KEY.test(key) || key.split('/').some((segment) => segment === '.' || segment === '..')) {
    throw new RangeError(`"${key}" is not a blob key; join segments of letters, digits, ".", "_" and "-" by "/"`);
  }
  return key;
}

async function exists(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'r');
    await handle.close();
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Unlike a rename, a link never replaces what another writer has put there meanwhile. */
async function linkIfAbsent(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/**
 * Makes a folder and its parents, durably. One after the other: on a full disk the recursive `mkdir` says that a
 * parent is missing, which is not what is wrong.
 */
async function makeFolder(folder: string): Promise<void> {
  const made = await tryMakeFolder(folder);
  if (made === 'parentMissing') {
    await makeFolder(dirname(folder));
    await tryMakeFolder(folder);
  }
  if (made !== 'exists') await syncFolder(dirname(folder));
}

async function tryMakeFolder(folder: string): Promise<'made' | 'exists' | 'parentMissing'> {
  try {
    await mkdir(folder, { mode: 0o700 });
    return 'made';
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return 'exists';
    if (errorCode(error) === 'ENOENT') return 'parentMissing';
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
