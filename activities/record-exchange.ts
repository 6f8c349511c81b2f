import { LIMIT } from '../contracts/constants';
import { type TextlessResponse, withText } from '../contracts/exchange';
import { isNestedDeeperThan, type Json } from '../contracts/json';
import type { RecordedExchange } from '../contracts/ports/exchange-store';
import type { ModelProvider, ModelRequest, RequestFrame } from '../contracts/ports/model-provider';
import { cutText } from '../contracts/text';
import { hashRequest } from '../views/hash-request';
import type { StreamedAnswer } from './read-answer';

/** UTF-16 units of a response's JSON; of a longer one the texts are cut. */
const LONGEST_RESPONSE = 64 * 1024;
const LONGEST_TEXT = 1_024;

/** What a request has around its conversation. */
export function toFrame({ instructions: _instructions, messages: _messages, ...frame }: Omit<ModelRequest, 'call'>): RequestFrame {
  return frame;
}

/**
 * What is written down of an attempt that was sent; undefined when none was, or its provider has no protocol to show.
 * The text of an answer is in its message; that of a failed attempt is nowhere else, so its beginning is kept here.
 */
export function toExchange(
  provider: ModelProvider,
  { request, heard, text }: StreamedAnswer,
  outcome: 'answered' | 'failed',
): RecordedExchange | undefined {
  if (request === undefined || provider.toRawRequest === undefined) return undefined;
  const response = heard === undefined ? null : bound(heard());
  const { maxOutputTokens } = request;
  return {
    requestHash: hashRequest(provider.toRawRequest(request)),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    response: response === null || outcome === 'answered' ? response : withBeginning(response, text),
  };
}

function withBeginning(response: TextlessResponse, text: string): TextlessResponse {
  const beginning = cutText(text, LIMIT.eventMessageText);
  return { ...withText(response, beginning), ...(beginning.length < text.length && { truncated: true }) };
}

/** A server may send anything; what is too much to keep must not get in the way of an answer that is paid for. */
function bound(response: TextlessResponse): TextlessResponse {
  const { body, textAt, ...head } = response;
  if (body === undefined) return head;
  if (isNestedDeeperThan(LIMIT.jsonDepth, body)) return { ...head, truncated: true };
  if (isShort(response)) return response;
  const shorter: TextlessResponse = { ...response, body: shorten(body), truncated: true };
  return isShort(shorter) ? shorter : { ...head, truncated: true };
}

function isShort(response: TextlessResponse): boolean {
  return JSON.stringify(response).length <= LONGEST_RESPONSE;
}

function shorten(body: Json): Json {
  return JSON.parse(JSON.stringify(body, (_key, value: Json) => (typeof value === 'string' ? cutText(value, LONGEST_TEXT) : value)));
}
