/**
 * What the fake does with one request. All of it is JSON, so it can be set over HTTP too. Empty means: the default
 * answer, as fast as possible, with usage.
 *
 * "Pieces" are what an answer consists of: the words of its text, then the pieces of its tool calls. The opening
 * chunk (role only), the finish chunk, usage and `[DONE]` are no pieces.
 */
export interface Behaviour {
  /** Default: `answer <n> to <beginning of the last message>`, n being the assistant messages so far plus one. */
  text?: string;
  /** Asked for unless the last message is already a tool's result; then `text` (if given) or the default answers. */
  toolCalls?: FakeToolCall[];
  /** Ask for tools again and again, also after their results. */
  insists?: boolean;
  /** How many pieces the arguments of each tool call come in; default 2. */
  argumentPieces?: number;
  finishReason?: string;
  /** Milliseconds before each piece. */
  tokenDelayMs?: number;
  /** Milliseconds before the response's head. */
  firstByteDelayMs?: number;
  /** Default: words of the request and of the answer. */
  usage?: { prompt_tokens: number; completion_tokens: number } | 'none';
  /** Send these twice. */
  duplicate?: ('toolHeader' | 'finish' | 'usage')[];
  /** Chunks to send after the finish chunk, before usage. */
  afterFinish?: unknown[];
  /** Stop after this many pieces, for ever. */
  stallAfter?: number;
  /** Break off after this many pieces; see {@link Truncate}. */
  truncate?: { after: number; how: Truncate };
  /** Send an error event after this many pieces and end. */
  errorEvent?: { after: number; event: unknown };
  /** Send this text as it is (an event, a comment, rubbish) after this many pieces, then go on. */
  raw?: { after: number; text: string };
  /** Answer with an HTTP error: the first `times` requests of a call (default: all of them). */
  fail?: { status: number; code?: string; type?: string; message?: string; headers?: Record<string, string>; times?: number };
  /** Wait at a gate until a test releases it. */
  hold?: { gate: string; at: 'beforeFirstByte' | 'afterLastByte' | { pieces: number } };
}

/**
 * `end`: a clean end of the response without a finish reason; `destroy`: the socket closes; `reset`: it is reset;
 * `utf8`: a clean end in the middle of a character.
 */
export type Truncate = 'end' | 'destroy' | 'reset' | 'utf8';

export interface FakeToolCall {
  id?: string;
  tool: string;
  /** A string is sent as it is, anything else as JSON. */
  arguments: unknown;
}

/** Which request it is. */
export interface RequestContext {
  /** `X-Agent-Studio-Call`; `none` without it. */
  call: string;
  /** `X-Agent-Studio-Attempt`; 0 without it. */
  attempt: number;
  /** Requests of this call so far, this one included. */
  count: number;
}

export type ChooseBehaviour = (request: ChatRequest, context: RequestContext) => Behaviour;

/** What the fake looks at in a request body. */
export interface ChatRequest {
  model: string;
  stream?: boolean;
  messages: ChatMessage[];
  tools?: { function: { name: string } }[];
  [key: string]: unknown;
}

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content: string | null;
  tool_calls?: { id: string; type: 'function'; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
}

/** A behaviour with the requests it is for: the form in which another process receives them. The first match wins. */
export interface Rule {
  when?: {
    /** Part of the call header. */
    callIncludes?: string;
    /** Part of the last message. */
    lastMessageIncludes?: string;
    /** Part of the system message. */
    instructionsInclude?: string;
    /** The model that is asked for. */
    modelIs?: string;
    attempt?: number;
    /** Only the first so many requests of a call. */
    countAtMost?: number;
  };
  behaviour: Behaviour;
}

/** Behaviour by rules; no match, the default answer. */
export function fromRules(rules: Rule[]): ChooseBehaviour {
  return (request, context) => rules.find((rule) => matches(rule, request, context))?.behaviour ?? {};
}

function matches({ when = {} }: Rule, request: ChatRequest, context: RequestContext): boolean {
  const last = request.messages.at(-1)?.content ?? '';
  const instructions = request.messages.find(({ role }) => role === 'system')?.content ?? '';
  return (
    context.call.includes(when.callIncludes ?? '') &&
    last.includes(when.lastMessageIncludes ?? '') &&
    instructions.includes(when.instructionsInclude ?? '') &&
    (when.modelIs === undefined || request.model === when.modelIs) &&
    (when.attempt === undefined || context.attempt === when.attempt) &&
    context.count <= (when.countAtMost ?? Number.POSITIVE_INFINITY)
  );
}
