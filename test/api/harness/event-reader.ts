import { type IncomingMessage, request } from 'node:http';
import type { AgentDelta, FeedEvent } from '../../../contracts/events';

interface ServerSentEvent {
  id?: string;
  event: string;
  data: FeedEvent & AgentDelta;
}

interface StreamOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

export type EventReader = Awaited<ReturnType<typeof readEvents>>;

/** Opens a stream of server-sent events and takes it apart, strictly: a line that the contract does not know throws. */
export async function readEvents(url: string, { method = 'GET', headers = {}, body }: StreamOptions = {}) {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const sent = request(url, {
    method,
    agent: false,
    headers: {
      accept: 'text/event-stream',
      ...(payload !== undefined && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(payload)) }),
      ...headers,
    },
  });
  sent.end(payload);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
  });
  const events: ServerSentEvent[] = [];
  const reader = {
    status: response.statusCode,
    headers: response.headers,
    events,
    keepAlives: 0,
    text: '',
    ended: false,
    seqs: () => events.flatMap(({ id }) => (id === undefined ? [] : [Number(id)])),
    pause: () => response.pause(),
    resume: () => response.resume(),
    close: () => sent.destroy(),
    /** Resolves when the condition holds after some chunk, or at the end. */
    until: async (condition: () => boolean) => {
      while (!condition()) {
        if (reader.ended) throw new Error(`The stream ended after ${events.length} events: ${reader.text}`);
        await new Promise(setImmediate);
      }
    },
    end: async () => {
      while (!reader.ended) await new Promise(setImmediate);
    },
  };
  let rest = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    if (!String(response.headers['content-type']).startsWith('text/event-stream')) {
      reader.text += chunk;
      return;
    }
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      if (block === ': keep-alive') reader.keepAlives++;
      else events.push(toEvent(block));
    }
  });
  response.on('close', () => {
    reader.ended = true;
  });
  response.on('error', () => undefined);
  return reader;
}

function toEvent(block: string): ServerSentEvent {
  const fields = new Map(
    block.split('\n').map((line) => {
      const match = /^(id|event|data): ([^\r\n]*)$/.exec(line);
      if (match === null) throw new Error(`Not a line of an event: ${JSON.stringify(line)}`);
      return [match[1], match[2]] as [string, string];
    }),
  );
  return { id: fields.get('id'), event: String(fields.get('event')), data: JSON.parse(String(fields.get('data'))) };
}
