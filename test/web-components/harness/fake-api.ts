import type { Json } from '../../../client';

/** What was asked of it. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Json | undefined;
}

export interface Answered {
  status: number;
  body: Json;
}

export type Answer = (asked: Asked) => Answered | Promise<Answered>;

/** Answers the page's requests until it is taken away; what it was asked is kept, in order. */
export function fakeApi(answer: Answer): { asked: Asked[]; remove: () => void } {
  const asked: Asked[] = [];
  const before = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const { pathname, searchParams } = new URL(String(input));
    const one: Asked = {
      method: init?.method ?? 'GET',
      path: pathname,
      query: searchParams,
      body: typeof init?.body === 'string' ? (JSON.parse(init.body) as Json) : undefined,
    };
    asked.push(one);
    const { status, body } = await answer(one);
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } });
  };
  return {
    asked,
    remove: () => {
      globalThis.fetch = before;
    },
  };
}
