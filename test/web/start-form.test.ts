import type { JsonObject } from '../../client';
import { checkValue } from '../../web/src/components/schema-form/check-value';
import { toErrorTree } from '../../web/src/components/schema-form/pointer';
import { toUiSchema } from '../../web/src/components/schema-form/to-ui-schema';
import { readInput } from '../../web/src/features/workflows/read-input';

const SCHEMA: JsonObject = {
  type: 'object',
  required: ['topic', 'audience'],
  properties: {
    topic: { type: 'string', minLength: 3, maxLength: 500 },
    audience: { type: 'string', enum: ['children', 'experts'] },
    words: { type: 'integer', minimum: 50, maximum: 500 },
    'a/b': { type: 'array', maxItems: 1, items: { type: 'boolean' } },
  },
};

describe('a form from an input schema', () => {
  it('lets a fitting value pass', () => {
    expect(checkValue(SCHEMA, { topic: 'Tides', audience: 'experts', words: 50, 'a/b': [true] })).toEqual([]);
  });

  it('names each plain mistake with its place', () => {
    const mistakes = checkValue(SCHEMA, { topic: 'Ti', words: 501.5, audience: 'cats', 'a/b': [1, true] });
    expect(mistakes.map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/topic minLength',
      '/audience enum',
      '/words type',
      '/a~1b maxItems',
      '/a~1b/0 type',
    ]);
    expect(checkValue(SCHEMA, {}).map(({ path }) => path)).toEqual(['/topic', '/audience']);
  });

  it('leaves what it does not know to the server', () => {
    expect(checkValue({ type: 'string', pattern: '(a+)+$', format: 'email' }, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')).toEqual([]);
  });

  it('shows the first example of a text while there is none', () => {
    expect(toUiSchema({ type: 'object', properties: { topic: { type: 'string', examples: ['The sea', 'Tides'] } } })).toEqual({
      topic: { 'ui:placeholder': 'For example: The sea' },
    });
  });

  it('gives long texts room', () => {
    expect(toUiSchema(SCHEMA)).toEqual({ topic: { 'ui:widget': 'textarea' }, audience: {}, words: {}, 'a/b': { items: {} } });
  });
});

describe("the API's mistakes", () => {
  it('stand at their fields', () => {
    const tree = toErrorTree(
      [
        { path: '/input/topic', code: 'min_length', message: 'too short' },
        { path: '/input/parts/0/a~1b', code: 'type', message: 'must be a number' },
        { path: '/input', code: 'required', message: 'is required' },
      ],
      '/input',
    );
    expect(JSON.parse(JSON.stringify(tree))).toEqual({
      __errors: ['is required'],
      topic: { __errors: ['too short'] },
      parts: { 0: { 'a/b': { __errors: ['must be a number'] } } },
    });
  });

  it('stand at the form when they are of something else, whatever their path says', () => {
    const tree = toErrorTree(
      [
        { path: '/inputs', code: 'unknown_field', message: 'is not known' },
        { path: '/input/__proto__/polluted', code: 'type', message: 'no' },
      ],
      '/input',
    );
    expect(tree.__errors).toEqual(['/inputs: is not known']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('the free input', () => {
  it('is text as it is, JSON as it means, and nothing when empty', () => {
    expect(readInput('text', ' {"a": 1} ')).toBe(' {"a": 1} ');
    expect(readInput('json', ' {"a": 1} ')).toEqual({ a: 1 });
    expect(readInput('json', ' ')).toBeUndefined();
    expect(() => readInput('json', '{')).toThrow(SyntaxError);
  });
});
