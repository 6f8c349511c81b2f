import { createFakeOpenAiServer } from './openai-server';
import { startFakeOpenAiServer } from './openai-server-process';

const body = (content: string, stream = false) => JSON.stringify({ model: 'm', stream, messages: [{ role: 'user', content }] });
const post = (url: string, text: string, call = 'e/c') =>
  fetch(`${url}/chat/completions`, { method: 'POST', body: text, headers: { 'x-agent-studio-call': call, 'x-agent-studio-attempt': '1' } });

test('answers without streaming and lists models', async () => {
  const server = await createFakeOpenAiServer();
  try {
    const answer = (await (await post(server.url, body('hi'))).json()) as { choices: unknown[]; usage: unknown };
    expect(answer).toMatchObject({
      choices: [{ message: { content: 'answer 1 to hi' }, finish_reason: 'stop' }],
      usage: { total_tokens: 5 },
    });
    expect(await (await fetch(`${server.url}/models`)).json()).toMatchObject({ data: [{ id: 'fake-model' }, {}] });
  } finally {
    await server.close();
  }
});

test('a gate holds after some pieces until it is released', async () => {
  const server = await createFakeOpenAiServer({ text: 'one two', hold: { gate: 'middle', at: { pieces: 1 } } });
  try {
    const text = post(server.url, body('hi', true)).then((response) => response.text());
    await server.waitFor(({ held }) => held.middle === 1);
    expect(server.counts()).toMatchObject({ completed: 0, open: 1 });
    server.release('middle');
    expect(await text).toContain('[DONE]');
    await server.waitFor(({ completed, open, held }) => completed === 1 && open === 0 && held.middle === 0);
  } finally {
    await server.close();
  }
});

test('a gate after the last byte counts the answer as completed while it holds', async () => {
  const server = await createFakeOpenAiServer({ hold: { gate: 'end', at: 'afterLastByte' } });
  try {
    const text = post(server.url, body('hi', true)).then((response) => response.text());
    await server.waitFor(({ held, completed, open }) => held.end === 1 && completed === 1 && open === 1);
    server.release('end');
    expect(await text).toContain('[DONE]');
  } finally {
    await server.close();
  }
});

test('in a process of its own it obeys rules over HTTP', async () => {
  const server = await startFakeOpenAiServer([
    { when: { callIncludes: 'first', countAtMost: 1 }, behaviour: { fail: { status: 503 } } },
    { when: { lastMessageIncludes: 'wait' }, behaviour: { hold: { gate: 'g', at: 'beforeFirstByte' } } },
  ]);
  try {
    expect((await post(server.url, body('hi'), 'e/first')).status).toBe(503);
    expect((await post(server.url, body('hi'), 'e/first')).status).toBe(200);
    const waiting = post(server.url, body('wait'), 'e/second');
    await server.waitFor(({ held }) => held.g === 1);
    await server.release('g');
    expect((await waiting).status).toBe(200);
    await server.waitFor(({ completed }) => completed === 2);
    expect((await server.counts()).calls['e/first']).toEqual({
      requests: 2,
      completed: 1,
      failed: 1,
      disconnected: 0,
      tokens: expect.any(Number),
    });
    expect(await server.requests()).toHaveLength(3);
  } finally {
    await server.close();
  }
});
