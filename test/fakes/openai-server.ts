import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { type Behaviour, type ChatRequest, type ChooseBehaviour, fromRules, type Rule } from './openai/behaviour';
import { answerControl } from './openai/control';
import { createGates } from './openai/gates';
import { type Counts, createJournal, type JournalEntry } from './openai/journal';
import { respond } from './openai/respond';

export type { Behaviour, Counts, JournalEntry, Rule };

/** A model server for tests: speaks OpenAI's chat completions, behaves as it is told, and counts everything. */
export interface FakeOpenAiServer {
  /** For `OPENAI_BASE_URL`; ends with `/v1`. */
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly JournalEntry[];
  counts(): Counts;
  /** What happens from now on: one behaviour for all, rules, or a function of the request. */
  setBehaviour(behaviour: Behaviour | Rule[] | ChooseBehaviour): void;
  /** Opens a gate for good. */
  release(gate: string): void;
  /** Resolves when the counts fulfil the predicate; rejects with the counts after `timeoutMs` (20 s). */
  waitFor(predicate: (counts: Counts) => boolean, timeoutMs?: number): Promise<Counts>;
  close(): Promise<void>;
}

const MODELS = ['fake-model', 'fake-model-mini'];

/** Starts it on 127.0.0.1; port 0 is an ephemeral one. */
export async function createFakeOpenAiServer(
  behaviour: Behaviour | Rule[] | ChooseBehaviour = {},
  { port = 0 }: { port?: number } = {},
): Promise<FakeOpenAiServer> {
  const journal = createJournal();
  const gates = createGates(journal);
  let choose = toChoice(behaviour);
  const setBehaviour = (next: Behaviour | Rule[] | ChooseBehaviour) => {
    choose = toChoice(next);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.destroyed) sendError(response, 500, { message: String(error), type: 'fake_broken' });
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://fake');
    const body = await readBody(request);
    if (pathname.startsWith('/_control/')) return answerControl(pathname, body, response, { journal, gates, setBehaviour });
    if (request.method === 'GET' && pathname === '/v1/models') {
      const data = MODELS.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'fake' }));
      return sendJson(response, 200, { object: 'list', data });
    }
    if (request.method !== 'POST' || pathname !== '/v1/chat/completions') {
      return sendError(response, 404, { message: `There is no ${request.method} ${pathname} here`, code: 'unknown_url' });
    }
    return complete(request, JSON.parse(body) as ChatRequest, response);
  }

  async function complete(request: IncomingMessage, body: ChatRequest, response: ServerResponse): Promise<void> {
    const call = request.headers['x-agent-studio-call'];
    const entry = journal.opened({
      call: typeof call === 'string' ? call : 'none',
      attempt: Number(request.headers['x-agent-studio-attempt'] ?? 0),
      headers: request.headers,
      body,
    });
    const gone = new AbortController();
    let broken = false;
    response.on('close', () => {
      if (!response.writableFinished && !broken) journal.note(entry.call, 'disconnected');
      gone.abort(new Error('The client has gone'));
      journal.closed();
    });
    const chosen = choose(body, entry);
    const { fail } = chosen;
    if (fail !== undefined && entry.count <= (fail.times ?? Number.POSITIVE_INFINITY)) {
      journal.note(entry.call, 'failed');
      return sendError(response, fail.status, { message: fail.message ?? 'told to fail', type: fail.type, code: fail.code }, fail.headers);
    }
    broken = chosen.truncate !== undefined;
    try {
      const onCompleted = (tokens: number) => journal.note(entry.call, 'completed', tokens);
      await respond({ request: body, behaviour: chosen, response, gates, gone: gone.signal, onCompleted });
    } catch (error) {
      if (!gone.signal.aborted && !response.destroyed) throw error;
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests: journal.entries,
    counts: journal.counts,
    setBehaviour,
    release: gates.release,
    waitFor: journal.waitFor,
    close: () => close(server, gates.releaseAll),
  };
}

function toChoice(behaviour: Behaviour | Rule[] | ChooseBehaviour): ChooseBehaviour {
  if (typeof behaviour === 'function') return behaviour;
  return Array.isArray(behaviour) ? fromRules(behaviour) : () => behaviour;
}

function close(server: Server, releaseAll: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
    releaseAll();
  });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function sendError(response: ServerResponse, status: number, error: object, headers?: Record<string, string>): void {
  if (response.headersSent) response.destroy();
  else sendJson(response, status, { error }, headers);
}

/** As a process of its own: `node --import tsx test/fakes/openai-server.ts --port 0` prints its URL and serves until it is killed. */
if (require.main === module) {
  const { port } = parseArgs({ options: { port: { type: 'string', default: '0' } } }).values;
  createFakeOpenAiServer({}, { port: Number(port) }).then(
    ({ url }) => console.log(url),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
