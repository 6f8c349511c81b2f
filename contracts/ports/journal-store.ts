import type { Output } from '../entities';
import type { Json } from '../json';
import type { Fact } from '../plan';
import type { RecordedExchange } from './exchange-store';
import type { NewMessage } from './thread-store';

/** What calls answered, each written once. Part of the execution store and under its rules. */
export interface JournalStore {
  /**
   * Writes messages, journal entry, usage and events together, if the journal does not have the call yet. Returns
   * the entry that stands; when that is another attempt's (`taken` false), this one's usage is recorded as wasted.
   */
  commitCall(organizationId: string, executionId: string, commit: CommitCall): Promise<{ entry: JournalEntry; taken: boolean }>;
  /** Writes facts and the journal entry of something that no provider and no tool did, put-if-absent. */
  commitEvaluation(organizationId: string, executionId: string, commit: CommitEvaluation): Promise<JournalEntry>;
  /** What a call answered. */
  getEntry(organizationId: string, executionId: string, callId: string): Promise<JournalEntry | null>;
  /** Text and data of a call's answer. */
  getOutput(organizationId: string, executionId: string, callId: string): Promise<Output | null>;
}

export interface CommitCall {
  callId: string;
  stepPath: string;
  attempt: number;
  kind: 'model' | 'tool';
  /** Returned to the workflow, and to every later attempt. Kept as it is. */
  digest: Json;
  messages: NewMessage[];
  /** The call's answer: a message written here (by thread and index), or a value of its own. `data`: a structured answer. */
  output: { message: { thread: string; index: number }; data?: Json } | { text: string; data?: Json };
  /** Model calls only. */
  usage?: CallUsage;
  /** Model calls only; its text is that of the message. */
  exchange?: RecordedExchange;
  /** Written after the answer, with the terminal event, when this answer is the execution's output. */
  closing?: Fact[];
  /** Tool calls: written as `toolCompleted`. */
  tool?: { tool: string; toolCallId?: string; result?: Json; error?: { code: string; message: string } };
}

export interface CallUsage {
  inputTokens: number;
  outputTokens: number;
  /** Ours, for the provider did not say. */
  estimated: boolean;
}

export interface CommitEvaluation {
  callId: string;
  facts: Fact[];
  digest: Json;
  /** As in {@link CommitCall}. */
  closing?: Fact[];
  /** The letter that is taken by this, if one is. */
  letter?: number;
  /** What people said meanwhile in the step at `stepPath`, and the letters that are taken by it. */
  said?: { stepPath: string; messages: NewMessage[]; letters: number[] };
  /** A text and data of its own, another call's text, or a message's that is there. */
  output: { text: string; data?: Json } | { call: string; data?: Json } | { message: { thread: string; index: number }; data?: Json };
}

/** What a call answered; written once. */
export interface JournalEntry {
  callId: string;
  attempt: number;
  digest: Json;
}
