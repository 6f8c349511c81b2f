/** One POST with an `Idempotency-Key`, by (organization, method, path, key). Kept 24 h. */
export interface IdempotencyStore {
  /**
   * Takes the key for one request. `mine`: this process handles it now; `resourceId` is the same for every try, so
   * that what it makes is made once. `done`: the answer that was given. `conflict`: another body.
   * `busy`: another living request has it. A holder that died or let go is taken over.
   */
  claim(scope: IdempotencyScope, bodyHash: string, newResourceId: string): Promise<IdempotencyClaim>;
  /** Keeps the answer for repeats. */
  complete(scope: IdempotencyScope, answer: StoredAnswer): Promise<void>;
  /** Lets go without an answer (a 503, or an error of ours); the resource id stays. */
  release(scope: IdempotencyScope): Promise<void>;
  /** Deletes what is older than 24 h; returns how many. */
  purge(): Promise<number>;
}

export interface IdempotencyScope {
  organizationId: string;
  method: string;
  path: string;
  key: string;
}

export type IdempotencyClaim =
  | { state: 'mine'; resourceId: string }
  | { state: 'done'; answer: StoredAnswer }
  | { state: 'conflict' }
  | { state: 'busy' };

export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}
