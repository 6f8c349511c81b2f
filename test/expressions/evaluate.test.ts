import { ExpressionError, type ExpressionResult, evaluateExpression, expressionReferences } from '../../expressions/expression';
import type { Scope } from '../../expressions/scope';
import { renderTemplate, renderValue, TemplateError, templateReferences } from '../../expressions/template';
import { EVALUATION_LIMIT_MS } from '../../expressions/within-time';

const scope: Scope = {
  input: { n: 3, price: 2.5, big: 1e20, words: ['one', 'two'], empty: null, name: 'Ann "A"', deep: { list: [{ x: 1 }] } },
  steps: { a: { text: 'text of a', data: { score: 8, list: [1, 2, 3] } }, b: { text: '' } },
  index: 0,
  iteration: 3,
  round: 4,
  last: { text: 'bye', data: { ok: true }, agent: 'bob' },
  item: { name: 'first' },
};
const holds = (expression: string) => evaluateExpression(expression, scope, 'boolean');
const render = (template: string) => renderTemplate(template, scope);

describe('an expression', () => {
  it.each([
    'iteration + 1 > 3',
    'round % 2 == 0',
    'round / 3 == 1',
    'index == 0 && input.n == 3',
    'input.n * 2 == 6 && input.n / 2 == 1',
    'size(input.words) == 2',
    'steps.a.data.score >= 8',
    'steps.a.data.list[0] + steps.a.data.list[2] == 4',
    'type(input.n) == int && type(input.price) == double',
    'input.price > 2.4 && input.n > 2.5',
    'input.big > 1e19',
  ])('has integers that are integers: %s', (expression) => {
    expect(holds(expression)).toBe(true);
  });

  it.each([
    'last.text == "bye" && last.agent == "bob" && last.data.ok',
    'steps["a"].text.contains("of")',
    'has(steps.a.data.score) && !has(steps.a.data.other)',
    'input.words.exists(w, w == "two") && input.words.all(w, w != "")',
    'input.words.exists_one(w, w.startsWith("o"))',
    'cel.bind(words, input.words, size(words) == 2)',
    'input.empty == null',
    'item.name == "first" ? true : false',
    '"one" in input.words',
  ])('reads what is there: %s', (expression) => {
    expect(holds(expression)).toBe(true);
  });

  it('gives a list with the types of JSON', () => {
    expect(evaluateExpression('steps.a.data.list.map(n, n * 2)', scope, 'list')).toEqual([2, 4, 6]);
    expect(evaluateExpression('input.words.filter(w, w != "one")', scope, 'list')).toEqual(['two']);
    expect(evaluateExpression('[1, 2.5, "x", {"a": true}, null]', scope, 'list')).toEqual([1, 2.5, 'x', { a: true }, null]);
  });

  it.each<[string, ExpressionResult, RegExp]>([
    ['input.n', 'boolean', /gave number; here it must give a boolean/],
    ['input.n > 1', 'list', /gave boolean; here it must give a list/],
    ['input.nothing > 1', 'boolean', /cannot be evaluated: .*nothing/],
    ['steps.a.data.score > "x"', 'boolean', /cannot be evaluated/],
    ['10 / (input.n - 3) > 1', 'boolean', /division by zero/],
    ['9223372036854775807 + input.n > 0', 'boolean', /overflow/],
    ['nobody == 1', 'boolean', /Unknown variable: nobody/],
    ['(1', 'boolean', /cannot be read/],
    ['input.name.matches("(a+)+$")', 'boolean', /Regular expressions .* are not allowed/],
  ])('says what is wrong with %s', (expression, result, message) => {
    expect(() => evaluateExpression(expression, scope, result)).toThrow(ExpressionError);
    expect(() => evaluateExpression(expression, scope, result)).toThrow(message);
  });

  it('names what it reads from outside, as far as the name goes, and not what its macros call so', () => {
    const names = ['input', 'steps', 'last'];
    const references = (expression: string) => expressionReferences(expression, names).map((name) => name.join('.'));
    expect(references('steps.a.text == last.text')).toEqual(['steps.a.text', 'last.text']);
    expect(references('steps["a"].data["x"] > 1')).toEqual(['steps.a.data.x']);
    expect(references('input.words.filter(w, w != steps.b.text)')).toEqual(['input.words', 'steps.b.text']);
    expect(references('input.rows.all(r, r.cells.exists(c, c == r.name))')).toEqual(['input.rows']);
    expect(references('input.list.all(steps, steps.c.text == "x")')).toEqual(['input.list']);
    expect(references('steps[input.name].text == "x"')).toEqual(['steps', 'input.name']);
  });
});

describe('a template', () => {
  it.each([
    ['plain', 'plain'],
    ['{{ input.n | plus: 1 }}', '4'],
    ['take {{ iteration }} of {{ steps.a.data.score }}', 'take 3 of 8'],
    ['{{ steps.a.data }}', '{"score":8,"list":[1,2,3]}'],
    ['data: {{ steps.a.data.list }}!', 'data: [1,2,3]!'],
    ['{{ input.words | join: ", " }}', 'one, two'],
    ['{{ input.empty }}|{{ steps.b.text }}', '|'],
    ['{{- input.n -}}', '3'],
    ['{{ input.name }}', 'Ann "A"'],
    ['{{ input.deep.list[0].x }}', '1'],
    ['{{ item.name }} {{ index }}', 'first 0'],
    ['{ "a": {} } and } or {', '{ "a": {} } and } or {'],
    ['{{ "}}" }}', '}}'],
  ])('renders %j', (template, text) => {
    expect(render(template)).toBe(text);
  });

  it('keeps the type of what it reads when it is all of a value, and is text otherwise', () => {
    const value = { count: '{{ input.n }}', list: ['{{ steps.a.data.list }}', '{{ input.n }} of 4'], same: 7, none: '{{ input.empty }}' };
    expect(renderValue(value, scope)).toEqual({ count: 3, list: [[1, 2, 3], '3 of 4'], same: 7, none: '' });
  });

  it.each([
    ['{{ input.nothing }}', /undefined variable: input.nothing/],
    ['{{ steps.c.text }}', /undefined variable: steps.c/],
    ['{{ input.n | shout }}', /undefined filter: shout/],
    ['{{ input.n', /not closed/],
    ['{% assign x = 1 %}', /tag "assign" not found/],
    ['{% for x in (1..9) %}{{ x }}{% endfor %}', /tag "for" not found/],
    ['{% include "/etc/passwd" %}', /tag "include" not found/],
    ['{{ input.words | where_exp: "w", "steps.secret" }}', /undefined filter: where_exp/],
    ['{{ input.constructor.constructor }}', /undefined variable/],
    ['{{ input.words.__proto__ }}', /undefined variable/],
  ])('refuses %j', (template, message) => {
    expect(() => render(template)).toThrow(TemplateError);
    expect(() => render(template)).toThrow(message);
  });

  it('names what it reads', () => {
    const references = (template: string) => templateReferences(template).map((name) => name.join('.'));
    expect(references('{{ steps.a.text }} and {{ input.words[0] | append: last.text }}')).toEqual([
      'steps.a.text',
      'input.words.0',
      'last.text',
    ]);
  });
});

describe('nothing hangs', () => {
  const list = Array.from({ length: 2_000 }, (_, n) => n);
  const heavy: Scope = { input: { list, text: 'a'.repeat(100_000) }, steps: {} };
  const tooLong = `did not finish within ${EVALUATION_LIMIT_MS} ms`;

  it.each([
    'input.list.all(a, input.list.all(b, input.list.all(c, a + b + c >= 0)))',
    'input.list.exists(a, input.list.filter(b, input.list.exists(c, c > 99999)).size() > 99999)',
    'input.list.map(a, input.list.map(b, input.list.map(c, [a, b, c]))).size() > 0',
    'input.list.map(a, input.list.map(b, input.text.contains("b" + string(a + b)))).size() > 0',
    `cel.bind(a, input.list + input.list, cel.bind(b, ${sum('a')}, cel.bind(c, ${sum('b')}, cel.bind(d, ${sum('c')}, (${sum('d')}).size() > 0))))`,
  ])('in the expression %s', (expression) => {
    expect(() => evaluateExpression(expression, heavy, 'boolean')).toThrow(tooLong);
  });

  it.each([
    ['input.list.map(a, input.text + input.text)', /gives more than 100000 values with 4194304 characters/],
    ['input.list.map(a, input.list)', /gives more than 100000 values/],
  ])('and an expression gives no more than a process can hold: %s', (expression, message) => {
    expect(() => evaluateExpression(expression, heavy, 'list')).toThrow(message);
  });

  it.each([
    '('.repeat(999),
    '['.repeat(999),
    '-'.repeat(998) + 1,
    `${'!'.repeat(990)}true`,
    `input${'.a'.repeat(400)} == 1`,
    `"${'\\'.repeat(900)}`,
  ])('in reading an expression that is only made to be hard to read', (expression) => {
    expect(() => evaluateExpression(expression, heavy, 'boolean')).toThrow(/cannot be read/);
  });

  it('in an expression that is too long', () => {
    expect(() => evaluateExpression(`true${' '.repeat(1_000)}`, heavy, 'boolean')).toThrow(/has 1004 characters; at most 1000/);
  });

  it.each([
    ['{{ input.text | replace: "a", input.text }}', /memory alloc limit exceeded/],
    ['{{ (1..100000000) | join: "," }}', /memory alloc limit exceeded/],
    ['{{ "2020-01-01" | date: "%999999999Y" }}', /memory alloc limit exceeded/],
    [`{{ input.text${' | split: "" | join: ",,,,,,,,,,,,,,,,"'.repeat(30)} }}`, /memory alloc limit exceeded|did not finish within/],
    ['{{ input.text }}'.repeat(2_000), /gives more than 4194304 characters/],
    [`{{ input${'[input'.repeat(4_000)}${']'.repeat(4_000)} }}`, /cannot be (read|rendered)/],
    ['{{'.repeat(32_000), /not closed/],
    ['x'.repeat(64 * 1024 + 1), /has 65537 characters; at most 65536/],
  ])('in a template %#', (template, message) => {
    expect(() => renderTemplate(template, heavy)).toThrow(TemplateError);
    expect(() => renderTemplate(template, heavy)).toThrow(message);
  });

  it('in the names of a template, which are looked for when it is saved', () => {
    expect(() => templateReferences(`{{ a${' and a'.repeat(10_000)} }}`)).toThrow(/did not finish within 250 ms/);
  });

  it('in a value of many templates: they have the time of one', () => {
    const slow = `{{ input.text${' | split: "" | reverse | join: ""'.repeat(4)} | size }}`;
    expect(() =>
      renderValue(
        Array.from({ length: 500 }, () => slow),
        heavy,
      ),
    ).toThrow(tooLong);
  });

  it.each(['<', '<!--', '<script', '<style', ' ', '\n', '"', '&', '\\', '{{', 'ａ'])(
    'in a filter with a regular expression, over many %j',
    (piece) => {
      const text = `a${piece.repeat(100_000)}b`;
      const filters = [
        'strip_html',
        'strip',
        'rstrip',
        'lstrip',
        'strip_newlines',
        'newline_to_br',
        'escape',
        'escape_once',
        'slugify',
        'url_encode',
      ];
      for (const filter of [...filters, 'truncatewords: 3', 'number_of_words', 'normalize_whitespace', 'split: " "', 'capitalize']) {
        expect(renderTemplate(`{{ input | ${filter} | size }}`, { input: text, steps: {} })).toMatch(/^\d*$/);
      }
    },
  );
});

/** Eight times a list, as CEL adds lists. */
function sum(name: string): string {
  return Array.from({ length: 8 }, () => name).join('+');
}
