/**
 * What every store port may throw besides its own errors. Nothing of the write that failed exists; the same call may
 * be made again. A cause has the details; the message is safe to show.
 */

/** There is no room for anything new. What is there can be read. */
export class StoreFull extends Error {
  constructor(options?: { cause?: unknown }) {
    super('The disk of the data folder is full', options);
    this.name = 'StoreFull';
  }
}

/** The store cannot be used now: its disk is read-only or fails, or another process holds it for too long. */
export class StoreUnavailable extends Error {
  constructor(message = 'The data folder cannot be used now', options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}

/** True of an error that says nothing about the request, only about the store: the same may be tried again. */
export function isStoreAway(error: unknown): boolean {
  return error instanceof StoreFull || error instanceof StoreUnavailable;
}
