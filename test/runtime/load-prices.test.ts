import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPrices } from '../../runtime/load-prices';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'studio-prices-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (content: string) => {
  const file = join(folder, 'prices.json');
  writeFileSync(file, content);
  return file;
};
const entry = { currency: 'EUR', inputPerMillion: '0.25', outputPerMillion: '2' };

it('reads the file, and knows no price without one', () => {
  const prices = { 'openai/a/b': { ...entry, maxOutputTokens: 16_384 }, 'openai/*': entry };
  expect(loadPrices(write(JSON.stringify(prices)))).toEqual(prices);
  expect(loadPrices(undefined)).toEqual({});
});

it('the example that is shipped can be used', () => {
  expect(loadPrices(join(__dirname, '../../examples/prices.json'))).toHaveProperty(['scripted/demo']);
});

it.each([
  ['a currency that is unknown', { 'openai/a': { ...entry, currency: 'ABC' } }, /\/openai~1a\/currency: no currency of ISO 4217/],
  ['a price that is a number', { 'openai/a': { ...entry, inputPerMillion: 0.25 } }, /\/openai~1a\/inputPerMillion/],
  ['a negative price', { 'openai/a': { ...entry, outputPerMillion: '-1' } }, /\/openai~1a\/outputPerMillion: a decimal in quotes/],
  ['too many decimals', { 'openai/a': { ...entry, outputPerMillion: '0.0000001' } }, /at most 12 digits before and 6 after/],
  ['a missing price', { 'openai/a': { currency: 'EUR', inputPerMillion: '1' } }, /\/openai~1a\/outputPerMillion/],
  ['a field that is none', { 'openai/a': { ...entry, perImage: '1' } }, /perImage/],
  ['a model without its provider', { 'gpt-5.4': entry }, /write <provider>\/<name>/],
  ['a list', [entry], /record/],
])('refuses %s, and says where', (_what, content, sentence) => {
  const file = write(JSON.stringify(content));
  expect(() => loadPrices(file)).toThrow(sentence);
  expect(() => loadPrices(file)).toThrow(`The prices in ${file} cannot be used`);
});

it('refuses what is no JSON or not there', () => {
  expect(() => loadPrices(write('{'))).toThrow('it is not JSON');
  expect(() => loadPrices(join(folder, 'none.json'))).toThrow('it cannot be read');
});
