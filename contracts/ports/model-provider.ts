import type { RawRequest, TextlessResponse } from '../exchange';
import type { Json, JsonObject } from '../json';

/**
 * A vendor of language models. An adapter translates; it does not retry, time out or count:
 * the `callModel` activity does that for all of them.
 */
export interface ModelProvider {
  /** The `<provider>` of `<provider>/<name>`. */
  readonly id: string;
  /** False when a key or address is missing; the catalogue shows it and a call fails with `provider_not_configured`. */
  readonly configured: boolean;
  /** The names that the catalogue offers; any other name is passed on as it is. */
  readonly models: ModelInfo[];
  /**
   * Streams one answer: any number of `text` chunks, then exactly one `finish`, which is last.
   * A stream that ends without the provider's own end mark throws a {@link ModelError} with code `stream_cut`;
   * it never finishes as if it were whole. `signal` closes the provider's socket.
   * Every error thrown is a {@link ModelError}, or the signal's reason after an abort.
   * `listen` is called when the vendor begins to answer, also with an error, and is given what tells, at any time, what
   * has been heard so far in the vendor's own protocol.
   */
  stream(request: ModelRequest, signal: AbortSignal, listen?: Listen): AsyncIterable<ModelChunk>;
  /** What `stream` sends for a request, in the vendor's own protocol and without secrets: the same for the same request. */
  toRawRequest?(request: ModelRequest): RawRequest;
}

/** The text of the answer stays out of what is heard (`textAt`), and so do keys and cookies. */
export type Listen = (heard: () => TextlessResponse) => void;

export interface ModelInfo {
  name: string;
  capabilities: { tools: boolean; structuredOutput: boolean };
  /** The one that is taken when `STUDIO_MODEL` names none. */
  default?: boolean;
}

export interface ModelRequest {
  /** The model's name without the provider. */
  model: string;
  temperature?: number;
  maxOutputTokens?: number;
  /** The system prompt; may be empty. */
  instructions: string;
  messages: ModelMessage[];
  tools: ModelTool[];
  /** JSON Schema that the answer must fit; an adapter sends it natively where its vendor can. */
  output?: JsonObject;
  /** The name of the agent that speaks. */
  agent: string;
  /** Which call this is; an adapter over HTTP sends it along (contract §5, `X-Agent-Studio-Call`). */
  call: { executionId: string; callId: string; attempt: number };
}

/** What a request has around its conversation. */
export type RequestFrame = Omit<ModelRequest, 'instructions' | 'messages' | 'call'>;

export type ModelMessage =
  | { role: 'user'; text: string }
  | { role: 'assistant'; text: string; toolCalls?: ModelToolCall[] }
  | { role: 'tool'; text: string; toolCallId: string; tool: string };

export interface ModelTool {
  id: string;
  description: string;
  inputSchema: JsonObject;
}

export interface ModelToolCall {
  /** No other call of the same answer has it. */
  id: string;
  tool: string;
  /** Parsed; when the model wrote something that is not JSON, the text it wrote, as a string. */
  arguments: Json;
}

export type ModelChunk =
  /** `text` may be empty: a sign of life (for instance a piece of a tool call's arguments). */
  | { type: 'text'; text: string }
  | {
      type: 'finish';
      reason: 'stop' | 'length' | 'toolCalls' | 'contentFilter';
      toolCalls: ModelToolCall[];
      /** Absent when the provider reported none; the activity then estimates. */
      usage?: { inputTokens: number; outputTokens: number };
    };

/** A provider's failure. `message` is safe to show: no key, no prompt. */
export class ModelError extends Error {
  /** For instance `http_503`, `stream_cut`, `connection_failed`, `insufficient_quota`, `invalid_response`. */
  readonly code: string;
  /** Whether the same request may succeed later (408, 409, 429, 5xx, cut streams, connections). */
  readonly retryable: boolean;
  /** Never try again earlier than this. */
  readonly retryAfterMs?: number;
  /** False when the provider surely did no paid work (an HTTP error instead of a stream). */
  readonly mayBePaid: boolean;

  constructor(code: string, message: string, options: { retryable: boolean; mayBePaid: boolean; retryAfterMs?: number; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'ModelError';
    this.code = code;
    this.retryable = options.retryable;
    this.mayBePaid = options.mayBePaid;
    this.retryAfterMs = options.retryAfterMs;
  }
}
