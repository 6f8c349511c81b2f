/** One answer of {@link createFakeFetch}: a response, or an error that `fetch` throws. */
export type Answer = Response | Error;

export interface SentRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: unknown;
}

/** A `fetch` that gives the answers it was given, in order, and throws when asked for more. */
export function createFakeFetch(answers: Answer[]) {
  const requests: SentRequest[] = [];
  const send = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    init.signal?.throwIfAborted();
    requests.push({
      url: String(url),
      method: init.method ?? 'GET',
      headers: init.headers as Record<string, string>,
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
    });
    const answer = answers.shift();
    if (answer === undefined) throw new Error('The fake has no answer left');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { send: send as typeof fetch, requests };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}
