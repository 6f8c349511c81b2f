import type { AgentDelta, LiveCall } from '../events';

/**
 * The way of ephemeral things from workers to API processes: text while it is being written, and hints that the
 * store has something new. It may lose anything at any time; the store is the truth and is re-read.
 * Nothing here waits, throws or slows a call down: a slow or absent reader costs bounded memory.
 */
export interface LivePublisher {
  /** A piece of text of a call in flight. Pieces of a call come in order of `offset`. */
  delta(delta: AgentDelta): void;
  /** The call's attempt is over, however it ended. */
  ended(call: { executionId: string; callId: string; attempt: number }): void;
  /** The store has new events of this execution. */
  committed(executionId: string): void;
  close(): Promise<void>;
}

/** The reading end, one in each API process. */
export interface LiveSubscriber {
  /** The model calls of an execution in flight now, each with its whole text so far. */
  snapshot(executionId: string): LiveCall[];
  /** Calls `listener` for every publication until the returned function is called. */
  subscribe(listener: LiveListener): () => void;
  close(): Promise<void>;
}

export interface LiveListener {
  delta(delta: AgentDelta): void;
  committed(executionId: string): void;
}
