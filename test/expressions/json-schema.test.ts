import { checkSchema, describeMistakes, validateValue } from '../../expressions/json-schema';
import { TookTooLong, withinTime } from '../../expressions/within-time';

const SCHEMA = {
  type: 'object',
  properties: { text: { type: 'string', minLength: 2 } },
  required: ['text'],
  additionalProperties: false,
};
const BACKTRACKING = { type: 'string', pattern: '^(a+)+$' };
const HANGS = `${'a'.repeat(60)}!`;

it('places every mistake of a value by a pointer into the body', () => {
  expect(validateValue(SCHEMA, { text: 'ok' }, '/input')).toEqual([]);
  expect(validateValue(SCHEMA, { text: 'x', 'a/b': 1 }, '/input')).toEqual([
    { path: '/input/a~1b', code: 'unknown_field', message: expect.any(String) },
    { path: '/input/text', code: 'min_length', message: expect.any(String) },
  ]);
});

it('tells a model in one line what is wrong, and nothing when all is well', () => {
  expect(describeMistakes(SCHEMA, { text: 'ok' }, 'arguments')).toBeNull();
  expect(describeMistakes(SCHEMA, {}, 'arguments')).toBe("arguments must have required property 'text'");
  expect(describeMistakes(SCHEMA, { text: 'x' }, 'answer')).toMatch(/^answer\/text must NOT have fewer than 2 characters$/);
});

it('knows the 2020-12 draft wherever a value is checked', () => {
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems: [{ type: 'string' }] };
  expect(checkSchema(schema, '')).toEqual([]);
  expect(describeMistakes(schema, [1], 'answer')).toBe('answer/0 must be string');
});

it('gives up on a pattern that backtracks for ever', () => {
  expect(validateValue(BACKTRACKING, HANGS, '/input')).toEqual([{ path: '/input', code: 'too_slow', message: expect.any(String) }]);
  expect(describeMistakes(BACKTRACKING, HANGS, 'answer')).toContain('too long');
});

it('stops a computation after the time it was given, and passes on what it throws', () => {
  expect(withinTime(100, () => 'done')).toBe('done');
  expect(() =>
    withinTime(20, () => {
      for (;;);
    }),
  ).toThrow(TookTooLong);
  expect(() =>
    withinTime(20, () => {
      throw new TypeError('its own');
    }),
  ).toThrow(new TypeError('its own'));
});

it('does not hold it against a computation that the process stood still', () => {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  let tries = 0;
  const standsStillOnce = () => {
    tries++;
    if (tries === 1) Atomics.wait(clock, 0, 0, 500);
    return 'done';
  };
  expect(withinTime(50, standsStillOnce)).toBe('done');
  expect(tries).toBe(2);
  const alwaysStandsStill = () => Atomics.wait(clock, 0, 0, 500);
  expect(() => withinTime(20, alwaysStandsStill)).toThrow(TookTooLong);
});
