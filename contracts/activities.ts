import type { Ending, Fact } from './plan';

/** What every activity of an execution gets; its execution id is its Temporal workflow id. */
export interface ActivityInput {
  organizationId: string;
  /** Written before anything else, put-if-absent. */
  facts: Fact[];
}

/** Where a call's first text comes from: another call's output, or (without `call`) the execution's input. */
export interface InputSource {
  call?: string;
}

export interface CallModelInput extends ActivityInput {
  callId: string;
  stepPath: string;
  thread: string;
  /** The thread is read up to here (exclusive); the messages of this call are written from here on. */
  upTo: number;
  /** The turn's first call only: the step's input becomes a user message at `upTo`, before the answer. */
  input?: InputSource;
}

/** A tool call that the model asked for, as much of it as the workflow needs. */
export interface RequestedTool {
  /** The model's own id of the call. */
  id: string;
  tool: string;
}

/** What a model call answered, without its text: that stays in the store. */
export interface ModelDigest {
  finish: 'stop' | 'length' | 'toolCalls' | 'contentFilter';
  toolCalls?: RequestedTool[];
  /** Messages of the thread after this call. */
  upTo: number;
  /** [input, output] tokens. */
  tokens: [number, number];
  /** The beginning of the text, for people who read histories. */
  preview?: string;
}

export interface CallToolInput extends ActivityInput {
  callId: string;
  stepPath: string;
  tool: string;
  /** In an agent's turn: the message that asks (its index), and the index that the tool's message gets. */
  request?: { toolCallId: string; thread: string; askedAt: number; index: number };
}

export interface ToolDigest {
  /** False: the tool failed and the error is its answer; the model reads it and decides. */
  ok: boolean;
  preview?: string;
}

export interface FlushInput extends ActivityInput {
  /** With it the flush is the execution's last. */
  ending?: Ending;
}

export interface FlushResult {
  /** The ending that stands: this one, or one that was written before. */
  ending?: Ending;
}

/** The activities that workflow code calls. `ApplicationFailure` types are the contract's error codes. */
export interface Activities {
  callModel(input: CallModelInput): Promise<ModelDigest>;
  callTool(input: CallToolInput): Promise<ToolDigest>;
  flush(input: FlushInput): Promise<FlushResult>;
}
