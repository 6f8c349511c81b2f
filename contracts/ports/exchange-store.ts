import type { TextlessResponse } from '../exchange';
import type { CallView } from '../view';
import type { RequestFrame } from './model-provider';

/** What model calls were shown, and what their attempts sent and got. Part of the execution store and under its rules. */
export interface ExchangeStore {
  /** What a model call was shown, and since when; null when none of its attempts has begun, and for other calls. */
  getView(organizationId: string, executionId: string, callId: string): Promise<{ view: CallView; at: string } | null>;
  /** What is known of the request and the response of an attempt of a model call; null when it never began. */
  getExchange(organizationId: string, executionId: string, attempt: { callId: string; attempt: number }): Promise<StoredExchange | null>;
}

/** What is written down of a request that was sent, and of what came back. */
export interface RecordedExchange {
  /** Of the request as the provider's protocol had it. */
  requestHash: string;
  maxOutputTokens?: number;
  /** Null when none came. */
  response: TextlessResponse | null;
}

export interface StoredExchange {
  /** `<provider>/<name>`. */
  model: string;
  /** ISO 8601; when the attempt began. */
  at: string;
  view: CallView | null;
  frame: RequestFrame | null;
  /** What a budget left for the answer, where the agent has no limit. */
  outputTokens: number | null;
  recorded: RecordedExchange | null;
  /** The text of the answer, if it was taken and is still what the model said. */
  text: string | null;
}
