import { StoreFull, StoreUnavailable } from '../contracts/ports/store-errors';
import { errorCode } from './error-code';

const FULL = ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'];
/** Beginnings: SQLite tells apart dozens of failures of a disk. */
const UNAVAILABLE = [
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_PROTOCOL',
  'EROFS',
  'EACCES',
  'EPERM',
  'EIO',
  'EMFILE',
  'ENFILE',
];

/** What SQLite or the file system says about its disk, in the words of the ports; any other error as it is. */
export function toStoreError(error: unknown): unknown {
  const code = errorCode(error);
  if (code === undefined) return error;
  if (FULL.includes(code)) return new StoreFull({ cause: error });
  return UNAVAILABLE.some((beginning) => code.startsWith(beginning)) ? new StoreUnavailable(undefined, { cause: error }) : error;
}

/** Runs an action whose errors become the ports'. */
export async function withStoreErrors<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw toStoreError(error);
  }
}
