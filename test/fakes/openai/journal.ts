import type { ChatRequest } from './behaviour';
import { createConditions } from './conditions';

/** What happened to the requests of one call, or of all. */
export interface CallCounts {
  requests: number;
  /** Answers whose last byte was sent: those that a provider would bill. */
  completed: number;
  /** Requests that the client left before the response had ended. */
  disconnected: number;
  /** Requests answered with an HTTP error. */
  failed: number;
  /** Tokens, of both kinds, that completed answers said they cost. */
  tokens: number;
}

export interface Counts extends CallCounts {
  /** Requests that have not ended in any way yet. */
  open: number;
  /** By `X-Agent-Studio-Call`. */
  calls: Record<string, CallCounts>;
  /** How many requests wait at each gate. */
  held: Record<string, number>;
}

export interface JournalEntry {
  call: string;
  attempt: number;
  count: number;
  headers: Record<string, string | string[] | undefined>;
  body: ChatRequest;
}

export interface Journal {
  readonly entries: JournalEntry[];
  counts(): Counts;
  opened(entry: Omit<JournalEntry, 'count'>): JournalEntry;
  note(call: string, what: 'completed' | 'disconnected' | 'failed', tokens?: number): void;
  closed(): void;
  held(gate: string, change: 1 | -1): void;
  /** Resolves when the counts fulfil the predicate; rejects with the counts after `timeoutMs` (20 s). */
  waitFor(predicate: (counts: Counts) => boolean, timeoutMs?: number): Promise<Counts>;
}

export function createJournal(): Journal {
  const entries: JournalEntry[] = [];
  const calls: Record<string, CallCounts> = {};
  const held: Record<string, number> = {};
  let open = 0;
  const counts = (): Counts => ({ ...toTotal(Object.values(calls)), open, calls: structuredClone(calls), held: { ...held } });
  const conditions = createConditions(counts);
  return {
    entries,
    counts,
    opened(given) {
      calls[given.call] ??= { requests: 0, completed: 0, disconnected: 0, failed: 0, tokens: 0 };
      const call = calls[given.call] as CallCounts;
      call.requests += 1;
      open += 1;
      const entry = { ...given, count: call.requests };
      entries.push(entry);
      conditions.check();
      return entry;
    },
    note(call, what, tokens = 0) {
      const of = calls[call];
      if (of !== undefined) {
        of[what] += 1;
        of.tokens += tokens;
      }
      conditions.check();
    },
    closed() {
      open -= 1;
      conditions.check();
    },
    held(gate, change) {
      held[gate] = (held[gate] ?? 0) + change;
      conditions.check();
    },
    waitFor: conditions.waitFor,
  };
}

function toTotal(calls: CallCounts[]): CallCounts {
  const sum = (what: keyof CallCounts) => calls.reduce((total, call) => total + call[what], 0);
  return {
    requests: sum('requests'),
    completed: sum('completed'),
    disconnected: sum('disconnected'),
    failed: sum('failed'),
    tokens: sum('tokens'),
  };
}
