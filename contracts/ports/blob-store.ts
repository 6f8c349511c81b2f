/**
 * Bytes by key, written once. Keys are paths of `[A-Za-z0-9._-]` segments joined by `/`;
 * any other key is refused with a `RangeError`.
 */
export interface BlobStore {
  /** Writes durably; a key that exists keeps its bytes (keys are made of what they hold, or of a call id). */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is none. */
  get(key: string): Promise<Uint8Array | null>;
  /** Deletes every key below this prefix; none is no error. */
  deletePrefix(prefix: string): Promise<void>;
}
