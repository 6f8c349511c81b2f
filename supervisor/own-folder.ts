import Database from 'libsql';
import type { DataFolder } from '../runtime/data-folder';
import { readRunFile } from '../runtime/run-file';
import { FatalError } from './fatal-error';

/**
 * Makes this process the folder's only supervisor until the returned function is called or the process ends, in
 * whatever way: the system itself gives the lock back, and two that start at once cannot both get it.
 * Throws a {@link FatalError} when another one lives.
 */
export function ownFolder(folder: DataFolder): () => void {
  const lock = new Database(folder.lock);
  try {
    lock.exec('PRAGMA busy_timeout = 0');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { code?: unknown }).code !== 'SQLITE_BUSY') {
      throw error;
    }
    const owner = readRunFile(folder.runFile)?.supervisor?.pid;
    const name = owner === undefined ? 'Another Studio' : `Another Studio (process ${owner})`;
    throw new FatalError(`${name} is running on the data folder ${folder.path}; stop it, or set STUDIO_DATA to another folder.`, {
      cause: error,
    });
  }
  return () => lock.close();
}
