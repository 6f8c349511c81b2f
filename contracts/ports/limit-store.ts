/**
 * The limits of providers, kept for all executions and workers together. Who asks is told when its call may be sent, or
 * when to ask again; it waits without being sent, so nothing is used up. A place in the queue lasts as long as its owner
 * asks again in time. Times are milliseconds since 1970, by the store's clock.
 *
 * Calls are spread evenly over the minute, so that no minute, wherever it begins, has more than is allowed. Where calls
 * wait, organizations take turns by their weights (virtual time fair queueing), whoever came first.
 */
export interface LimitStore {
  /** Asks for leave to send a call. The same `call` asking again keeps its turn. */
  ask(request: LimitRequest): Promise<LimitAnswer>;
  /** What the call really used, once it is known; the difference to `tokens` of {@link ask} is put to the account. */
  settle(scopes: readonly LimitScope[], difference: number): Promise<void>;
  /** The call is still being made. */
  keepSlots(call: string): Promise<void>;
  /** The call is over, or will ask again. */
  freeSlots(call: string): Promise<void>;
  /** No call of this model is sent before `until`: the provider has said so. An earlier time changes nothing. */
  holdBack(provider: string, model: string, until: number): Promise<void>;
  /** Whether the provider wants no call of this model now. Who has leave and waited looks again before it sends. */
  isHeldBack(provider: string, model: string): Promise<boolean>;
}

/** One limit: a provider's (`model` null) or a model's. */
export interface LimitScope {
  provider: string;
  model: string | null;
  callsPerMinute?: number;
  tokensPerMinute?: number;
}

/** So many calls at the same time. A call with leave has its place until it frees it, or does not keep it for half a minute. */
export interface LimitSlot {
  scope: string;
  most: number;
}

export interface LimitRequest {
  organizationId: string;
  weight: number;
  /** Unique among all calls. */
  call: string;
  provider: string;
  model: string;
  /** Estimated; what the call may use. */
  tokens: number;
  /** Of its provider and its model, those that there are. */
  scopes: readonly LimitScope[];
  /** What it needs a place in besides. */
  slots: readonly LimitSlot[];
}

export type LimitAnswer =
  /** Leave is given: send it then, a few seconds from now at most. `reason`: the provider wants none sooner. */
  | { sendAt: number; reason?: 'held_back' }
  /** Ask again then. `reason`: the provider's wish, our limit of rates, or our limit of calls at the same time. */
  | { askAgainAt: number; reason: 'held_back' | 'rate_limit' | 'concurrency' };
