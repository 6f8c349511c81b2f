import type { Json } from '../contracts/json';

/** What a template or an expression may read (contract §3); names that mean nothing at a place are absent there. */
export interface Scope {
  input: Json;
  steps: Record<string, { text: string; data?: Json }>;
  /** `map`: the item (under the name that `as` gives), and its index from 0. */
  index?: number;
  /** `loop`: from 1. */
  iteration?: number;
  /** `until`: what came last; in a chat, who said it and in which round (from 1). */
  last?: { text: string; data?: Json; agent?: string };
  round?: number;
  [item: string]: unknown;
}
