import { Agent, type IncomingMessage, request } from 'node:http';
import { quantile } from '../quantile';

/** Requests one after the other over each of `concurrency` connections. */
export interface Load {
  url: string;
  requests: number;
  concurrency: number;
  /** The request with this number, from 0. */
  toRequest(index: number): LoadRequest;
}

export interface LoadRequest {
  /** With its query. */
  path: string;
  /** With it the request is a POST. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface LoadResult {
  perSecond: number;
  /** Milliseconds from sending a request to the last byte of its answer. */
  p50: number;
  p99: number;
}

/** Sends them and reads the answers to their ends. Rejects at the first that is not 2xx. */
export async function sendRequests({ url, requests, concurrency, toRequest }: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const times: number[] = [];
  let next = 0;
  const sendInTurn = async () => {
    while (next < requests) {
      const wanted = toRequest(next++);
      const began = performance.now();
      await send(agent, url, wanted);
      times.push(performance.now() - began);
    }
  };
  const began = performance.now();
  try {
    await Promise.all(Array.from({ length: concurrency }, sendInTurn));
  } finally {
    agent.destroy();
  }
  return toResult(times, performance.now() - began);
}

/** What single times, in milliseconds, and the time that all of them took make of a load. */
export function toResult(times: number[], milliseconds: number): LoadResult {
  return { perSecond: (1_000 * times.length) / milliseconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

async function send(agent: Agent, url: string, { path, body, headers = {} }: LoadRequest): Promise<void> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sending = request(new URL(path, url), {
      agent,
      method: text === undefined ? 'GET' : 'POST',
      headers: text === undefined ? headers : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers },
    });
    sending.once('response', resolve).once('error', reject);
    sending.end(text);
  });
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  const { statusCode = 0 } = response;
  if (statusCode < 200 || statusCode > 299) throw new Error(`${path} was answered ${statusCode}: ${Buffer.concat(parts).toString()}`);
}
