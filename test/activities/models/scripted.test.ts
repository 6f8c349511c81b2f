import Ajv from 'ajv';
import { createScriptedProvider } from '../../../activities/models/scripted';
import { toSample } from '../../../activities/models/scripted/to-sample';
import type { JsonObject } from '../../../contracts/json';
import type { ModelMessage } from '../../../contracts/ports/model-provider';
import { collect, toRequest } from './support';

const provider = createScriptedProvider({ delayMs: 0 });
const answer = (changes = {}) => collect(provider.stream(toRequest(changes), new AbortController().signal));
const topic: ModelMessage[] = [{ role: 'user', text: 'City gardens on flat roofs' }];
const search = {
  id: 'search',
  description: 'Finds things',
  inputSchema: { type: 'object', properties: { query: { type: 'string' }, limit: { type: 'integer' } }, required: ['query'] },
};

describe('the scripted model', () => {
  test('says that it is scripted, in at most three paragraphs about the topic', async () => {
    const { text, finish } = await answer({ agent: 'researcher', messages: topic });
    expect(text).toMatch(/^\[scripted\] /);
    expect(text).toContain('City gardens on flat roofs');
    expect(text.split('\n\n').length).toBeLessThanOrEqual(3);
    expect(finish).toMatchObject({ reason: 'stop', toolCalls: [], usage: { inputTokens: 7, outputTokens: text.split(/\s+/).length } });
  });

  test('answers the same to the same, and otherwise to another agent, round or message', async () => {
    const base = { agent: 'researcher', messages: topic };
    const { text } = await answer(base);
    expect((await answer(base)).text).toBe(text);
    const later: ModelMessage[] = [...topic, { role: 'assistant', text }, ...topic];
    for (const other of [
      { agent: 'writer' },
      { agent: 'reviewer' },
      { agent: 'someone' },
      { messages: later },
      { messages: [{ role: 'user', text: 'Tea' }] },
    ]) {
      expect((await answer({ ...base, ...other })).text).not.toBe(text);
    }
  });

  test('keeps the topic through a row of agents', async () => {
    const { text: research } = await answer({ agent: 'researcher', messages: topic });
    const { text: draft } = await answer({ agent: 'writer', messages: [{ role: 'user', text: research }] });
    const { text: review } = await answer({ agent: 'reviewer', messages: [{ role: 'user', text: draft }] });
    expect(review).toContain('“City gardens on flat roofs”');
  });

  test('calls the first tool once, then tells what it learned', async () => {
    const first = await answer({ agent: 'researcher', messages: topic, tools: [search, { ...search, id: 'other' }] });
    expect(first.finish).toMatchObject({
      reason: 'toolCalls',
      toolCalls: [{ tool: 'search', arguments: { query: 'City gardens on flat roofs' } }],
    });
    const [call] = first.finish.toolCalls;
    const messages: ModelMessage[] = [
      ...topic,
      { role: 'assistant', text: first.text, toolCalls: first.finish.toolCalls },
      { role: 'tool', text: 'Roofs in Basel must be green', tool: 'search', toolCallId: call?.id ?? '' },
    ];
    const second = await answer({ agent: 'researcher', messages, tools: [search] });
    expect(second.finish).toMatchObject({ reason: 'stop', toolCalls: [] });
    expect(second.text).toContain('Roofs in Basel must be green');
    expect(second.text).toContain('City gardens on flat roofs');
    const third = await answer({ messages: [...messages, { role: 'assistant', text: second.text }, ...topic], tools: [search] });
    expect(third.finish.toolCalls).toHaveLength(1);
    expect(third.finish.toolCalls[0]?.id).not.toBe(call?.id);
  });

  test('votes with one of the words that its instructions allow', async () => {
    const instructions = 'You judge. Answer with one of these words and nothing else: keep, remove or "wait".';
    const votes = await Promise.all(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(async (agent) => (await answer({ agent, instructions, messages: topic })).text),
    );
    expect(new Set(votes)).toEqual(new Set(['[scripted] keep', '[scripted] remove', '[scripted] wait']));
    expect((await answer({ instructions: 'Choose one of the following: a, b.', messages: topic })).text).toContain('City gardens');
  });

  test('as a manager lets everyone speak once, then ends', async () => {
    const output = { type: 'object', properties: { next: { enum: ['ann', 'bob', null] } }, required: ['next'] };
    const question: ModelMessage = { role: 'user', text: 'Who speaks next?' };
    const next = async (...spoken: string[]) => {
      const messages: ModelMessage[] = [...topic, ...spoken.map((id): ModelMessage => ({ role: 'user', text: `${id}: hello` })), question];
      return JSON.parse((await answer({ output, messages })).text);
    };
    expect(await next()).toEqual({ next: 'ann' });
    expect(await next('ann')).toEqual({ next: 'bob' });
    expect(await next('ann', 'bob')).toEqual({ next: null });
  });

  test('hands over to whom the text mentions, once', async () => {
    const tools = ['sales', 'returns'].map((id) => ({ ...search, id: `handoff_to_${id}`, inputSchema: { type: 'object' } }));
    const asked: ModelMessage[] = [{ role: 'user', text: 'I want to return a lamp' }];
    const { text, finish } = await answer({ agent: 'desk', messages: asked, tools });
    expect(finish.toolCalls).toMatchObject([{ tool: 'handoff_to_returns' }]);
    expect(text).toContain('“I want to return a lamp”');
    const second = await answer({ agent: 'returns', messages: [...asked, { role: 'user', text: `desk: ${text}` }], tools });
    expect(second.finish.toolCalls).toEqual([]);
    expect(second.text).toContain('“I want to return a lamp”');
  });

  test('likes the second version of what it judges', async () => {
    const output = {
      type: 'object',
      properties: { score: { type: 'integer', minimum: 0, maximum: 10 }, approved: { type: 'boolean' } },
      required: ['score', 'approved'],
    };
    const judge = async (text: string) => JSON.parse((await answer({ output, messages: [{ role: 'user', text }] })).text);
    expect(await judge('Version 1:\nA lamp')).toEqual({ score: 6, approved: false });
    expect(await judge('Version 2:\nA lamp')).toEqual({ score: 8, approved: true });
    expect(await judge('Version 9:\nA lamp')).toEqual({ score: 10, approved: true });
    expect(await judge('A lamp')).toEqual({ score: 8, approved: true });
  });

  test('classifies by what the text mentions', async () => {
    const output = { type: 'object', properties: { kind: { enum: ['visit', 'loan'] } }, required: ['kind'] };
    const sort = async (text: string) => JSON.parse((await answer({ output, messages: [{ role: 'user', text }] })).text);
    expect(await sort('We ask for the loan of a lens')).toEqual({ kind: 'loan' });
    expect(await sort('Hello')).toEqual({ kind: 'visit' });
  });

  test('stops at maxOutputTokens', async () => {
    expect((await answer({ maxOutputTokens: 3 })).finish).toMatchObject({ reason: 'length', usage: { outputTokens: 3 } });
  });

  test('stops at once when it is aborted', async () => {
    const reason = new Error('cancelled');
    const controller = new AbortController();
    const slow = createScriptedProvider({ delayMs: 60_000 });
    const reading = expect(collect(slow.stream(toRequest(), controller.signal))).rejects.toBe(reason);
    controller.abort(reason);
    await reading;
  });
});

describe('toSample', () => {
  const ajv = new Ajv({ strict: false });
  test.each<[string, JsonObject]>([
    [
      'strings within their lengths',
      { type: 'object', properties: { a: { type: 'string', maxLength: 5 }, b: { type: 'string', minLength: 90 } }, required: ['a', 'b'] },
    ],
    [
      'numbers within their bounds',
      {
        type: 'object',
        properties: {
          a: { type: 'integer', minimum: 3, maximum: 7 },
          b: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
          c: { type: 'integer', multipleOf: 5, minimum: 7 },
          d: { type: 'number', maximum: -2 },
          e: { type: 'integer', exclusiveMaximum: 0 },
          f: { type: 'integer' },
        },
        required: ['a', 'b', 'c', 'd', 'e', 'f'],
      },
    ],
    ['enums and constants', { type: 'object', properties: { a: { enum: ['x', 'y'] }, b: { const: 4 } }, required: ['a', 'b'] }],
    ['lists without repetitions', { type: 'array', items: { type: 'string' }, minItems: 3, uniqueItems: true }],
    [
      'grades within their bounds',
      {
        type: 'object',
        properties: {
          score: { type: 'integer', maximum: 5 },
          rating: { type: 'number', minimum: 0, maximum: 1 },
          grade: { type: 'integer' },
        },
        required: ['score', 'rating', 'grade'],
      },
    ],
    ['arrays', { type: 'array', items: { type: ['null', 'boolean'] }, minItems: 2 }],
    [
      'references and unions',
      {
        $defs: {
          node: {
            type: 'object',
            properties: { name: { type: 'string' }, kind: { anyOf: [{ const: 'leaf' }, { type: 'null' }] } },
            required: ['name', 'kind'],
          },
        },
        allOf: [{ $ref: '#/$defs/node' }, { properties: { size: { type: 'integer', minimum: 1 } }, required: ['size'] }],
      },
    ],
  ])('gives %s', (_what, schema) => {
    const sample = toSample(schema, { topic: 'Some text about tea' });
    expect(ajv.validate(schema, sample) ? [] : ajv.errors).toEqual([]);
    expect(toSample(schema, { topic: 'Some text about tea' })).toEqual(sample);
  });

  test('fills only what is required, or the first property when nothing is', () => {
    const properties = { a: { type: 'string' }, b: { type: 'integer' } };
    expect(toSample({ type: 'object', properties, required: ['b'] }, { topic: 'tea' })).toEqual({ b: 1 });
    expect(toSample({ type: 'object', properties }, { topic: 'tea' })).toEqual({ a: 'tea' });
    expect(toSample({ type: 'object' }, { topic: 'tea' })).toEqual({});
  });

  test('ends on a schema that contains itself', () => {
    const node: JsonObject = { type: 'object', properties: { next: { $ref: '#' } }, required: ['next'] };
    expect(() => JSON.stringify(toSample(node, { topic: 'tea' }))).not.toThrow();
  });
});
