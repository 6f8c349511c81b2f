import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { toAnswer } from './answer';
import type { Behaviour, ChatRequest, Truncate } from './behaviour';
import { type FakeEvent, toCompletion, toEvents } from './chunks';
import type { Gates } from './gates';

export interface Exchange {
  request: ChatRequest;
  behaviour: Behaviour;
  response: ServerResponse;
  gates: Gates;
  /** Aborts when the client has gone. */
  gone: AbortSignal;
  /** The last byte has been sent, and said so many tokens; the response is still open. */
  onCompleted(tokens: number): void;
}

/** Sends one answer as its behaviour says. Throws the signal's reason when the client leaves. */
export async function respond(exchange: Exchange): Promise<void> {
  const { request, behaviour, response, gates, gone } = exchange;
  const answer = toAnswer(request, behaviour);
  await delay(behaviour.firstByteDelayMs, gone);
  if (behaviour.hold?.at === 'beforeFirstByte') await gates.pass(behaviour.hold.gate, gone);
  gone.throwIfAborted();
  if (request.stream === true) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    const whole = await sendEvents(exchange, toEvents(request.model, answer, behaviour));
    if (!whole) return;
  } else {
    response.writeHead(200, { 'content-type': 'application/json' });
    await write(response, JSON.stringify(toCompletion(request.model, answer)));
  }
  exchange.onCompleted(answer.usage?.total_tokens ?? 0);
  if (behaviour.hold?.at === 'afterLastByte') await gates.pass(behaviour.hold.gate, gone);
  response.end();
}

/** False when the behaviour broke the stream off. */
async function sendEvents(exchange: Exchange, events: FakeEvent[]): Promise<boolean> {
  const { behaviour, response, gone } = exchange;
  let pieces = 0;
  let looked = -1;
  for (const event of events) {
    if (event.kind === 'piece') await delay(behaviour.tokenDelayMs, gone);
    gone.throwIfAborted();
    if (event.kind !== 'open' && pieces > looked) {
      looked = pieces;
      if (!(await interrupt(exchange, pieces, event))) return false;
    }
    await write(response, toText(event.data));
    if (event.kind === 'piece') pieces += 1;
  }
  return true;
}

/** What a behaviour does after so many pieces, before the next event; false when the stream ends with it. */
async function interrupt({ behaviour, response, gates, gone }: Exchange, pieces: number, next: FakeEvent): Promise<boolean> {
  const { hold, stallAfter, errorEvent, raw, truncate } = behaviour;
  if (hold !== undefined && typeof hold.at === 'object' && hold.at.pieces === pieces) await gates.pass(hold.gate, gone);
  gone.throwIfAborted();
  if (stallAfter === pieces)
    await new Promise((_resolve, reject) => gone.addEventListener('abort', () => reject(gone.reason), { once: true }));
  if (raw?.after === pieces) await write(response, raw.text);
  if (errorEvent?.after === pieces) {
    await write(response, toText(errorEvent.event));
    response.end();
    return false;
  }
  if (truncate?.after === pieces) {
    await breakOff(response, truncate.how, next);
    return false;
  }
  return true;
}

async function breakOff(response: ServerResponse, how: Truncate, next: FakeEvent): Promise<void> {
  if (how === 'destroy') response.socket?.destroy();
  else if (how === 'reset') response.socket?.resetAndDestroy();
  else if (how === 'utf8') {
    const bytes = Buffer.from(toText({ ...(next.data as object), choices: [{ index: 0, delta: { content: '€' }, finish_reason: null }] }));
    response.end(bytes.subarray(0, bytes.indexOf(Buffer.from('€')) + 2));
  } else response.end();
}

function toText(data: unknown): string {
  return `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}

/** Resolves when the bytes are with the operating system, so that what follows cannot overtake them. */
function write(response: ServerResponse, bytes: string): Promise<void> {
  return new Promise((resolve, reject) => {
    response.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

async function delay(milliseconds: number | undefined, gone: AbortSignal): Promise<void> {
  if (milliseconds) await pause(milliseconds, undefined, { signal: gone });
}
