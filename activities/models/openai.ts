import OpenAI from 'openai';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { Stream } from 'openai/streaming';
import type { Json, JsonObject } from '../../contracts/json';
import { type Listen, type ModelChunk, ModelError, type ModelProvider, type ModelRequest } from '../../contracts/ports/model-provider';
import { createAnswer } from './openai/answer';
import { toChatRequest } from './openai/chat-request';
import { toEventError, toModelError, toStreamError } from './openai/model-error';
import { toBrokenOff, toCallHeaders, toErrorResponse, toHead, toRawRequest, toShownError } from './openai/raw-exchange';

export interface OpenAiOptions {
  apiKey?: string;
  /** An OpenAI-compatible server; it may need no key. Without it: OpenAI itself. */
  baseUrl?: string;
  /** Send `X-Agent-Studio-Call` and `X-Agent-Studio-Attempt` along. */
  callHeaders: boolean;
  /** How long a whole answer waits for its usage and the end of the stream before it is taken without them; 5 s. */
  trailerMs?: number;
}

const OPENAI_URL = 'https://api.openai.com/v1';

/** No client timeout of its own (it cannot be switched off): `streamWithTimeouts` watches every provider. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

const capabilities = { tools: true, structuredOutput: true };

/** OpenAI, or any server that speaks its chat completions. */
export function createOpenAiProvider(options: OpenAiOptions): ModelProvider {
  const client = createClient(options);
  return {
    id: 'openai',
    configured: options.apiKey !== undefined || options.baseUrl !== undefined,
    models: [
      { name: 'gpt-5.4-mini', capabilities, default: true },
      { name: 'gpt-5.4', capabilities },
      { name: 'gpt-5.4-nano', capabilities },
      { name: 'gpt-4.1', capabilities },
      { name: 'gpt-4.1-mini', capabilities },
    ],
    stream: (request, signal, listen = () => undefined) => streamAnswer(client, options, request, signal, listen),
    toRawRequest: (request) => toRawRequest(request, { ...options, address: options.baseUrl ?? OPENAI_URL }),
  };
}

async function* streamAnswer(
  client: OpenAI,
  options: OpenAiOptions,
  request: ModelRequest,
  signal: AbortSignal,
  listen: Listen,
): AsyncGenerator<ModelChunk, void, undefined> {
  const answer = createAnswer(request.call.callId);
  const { stream, response } = await openStream(client, options, request, signal, listen);
  let brokenOff: JsonObject = {};
  listen(() => {
    const { body, textAt } = answer.toRaw();
    return { ...toHead(response), body: { ...body, ...brokenOff }, textAt };
  });
  let trailer: NodeJS.Timeout | undefined;
  try {
    for await (const chunk of stream) {
      const failure = answer.finished ? undefined : toEventError(chunk);
      if (failure !== undefined) {
        brokenOff = { error: toShownError(chunk as unknown as Json, options.apiKey) };
        throw failure;
      }
      const wasFinished = answer.finished;
      const text = answer.take(chunk);
      if (!wasFinished) yield { type: 'text', text };
      if (answer.finished) trailer ??= setTimeout(() => stream.controller.abort(), options.trailerMs ?? 5_000);
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    brokenOff = { ...brokenOff, ...toBrokenOff(error, options.apiKey) };
    // What breaks after the finish reason breaks nothing: the answer is whole.
    if (!answer.finished) throw toStreamError(error);
  } finally {
    clearTimeout(trailer);
  }
  if (signal.aborted) throw signal.reason;
  if (!answer.finished) throw toStreamError(undefined);
  yield answer.toFinish();
}

/** Sends the request and waits for the response's head. */
async function openStream(
  client: OpenAI,
  options: OpenAiOptions,
  request: ModelRequest,
  signal: AbortSignal,
  listen: Listen,
): Promise<{ stream: Stream<ChatCompletionChunk>; response: Response }> {
  try {
    const { data, response } = await client.chat.completions
      .create(toChatRequest(request, options.baseUrl), { signal, headers: options.callHeaders ? toCallHeaders(request.call) : {} })
      .withResponse();
    if (/^(application\/json|text\/html)\b/i.test(response.headers.get('content-type') ?? '')) {
      data.controller.abort();
      listen(() => toHead(response));
      throw new ModelError('invalid_response', 'The model server did not answer with an event stream: check OPENAI_BASE_URL', {
        retryable: false,
        mayBePaid: true,
      });
    }
    return { stream: data, response };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const refused = toErrorResponse(error, options.apiKey);
    if (refused !== undefined) listen(() => refused);
    throw toModelError(error, Date.now());
  }
}

function createClient({ apiKey, baseUrl }: OpenAiOptions): OpenAI {
  return new OpenAI({
    // The client insists on a key; without one no Authorization header leaves.
    apiKey: apiKey ?? 'none',
    ...(apiKey === undefined && { defaultHeaders: { Authorization: null } }),
    baseURL: baseUrl ?? OPENAI_URL,
    maxRetries: 0,
    timeout: NO_TIMEOUT_MS,
    // It would print chunks that it cannot parse, and they hold texts.
    logLevel: 'off',
  });
}
