import { countMessage, countTokens, fitText } from '../../../activities/views/count-tokens';

it.each([
  ['', 0],
  ['hello world', 2],
  ['Twice a day the sea comes and goes.', 10],
  ['<|endoftext|>', 7],
])('counts %j as OpenAI’s tokenizer does', async (text, tokens) => {
  expect(await countTokens(text)).toBe(tokens);
});

it.each([
  ['one letter', 'a'],
  ['spaces', ' '],
  ['ideographs', '数据库的'],
  ['joined emoji', '👩‍👩‍👧'],
  ['half a surrogate pair', '\ud800'],
])('counts 400,000 characters of %s in bounded time', async (_name, piece) => {
  const text = piece.repeat(400_000 / piece.length);
  const started = performance.now();
  const tokens = await countTokens(text);
  expect(performance.now() - started).toBeLessThan(20_000);
  expect(tokens).toBeGreaterThan(400_000 / 256);
  expect(tokens).toBeLessThanOrEqual(400_000 * 1.01);
});

it('stops counting soon after the limit', async () => {
  const tokens = await countTokens('tide '.repeat(1_000_000), 1_000);
  expect(tokens).toBeGreaterThan(1_000);
  expect(tokens).toBeLessThan(20_000);
});

it('counts the arguments of tool calls', async () => {
  const bare = await countMessage({ role: 'assistant', text: 'x' });
  const call = { id: '1', tool: 'search', arguments: { query: 'tide mills of the Atlantic coast' } };
  expect(await countMessage({ role: 'assistant', text: 'x', toolCalls: [call] })).toBeGreaterThan(bare + 8);
});

it.each([0, 1, 10, 1_000])('cuts a text to at most %i tokens, and not much shorter', async (most) => {
  const text = 'The sea comes and goes. '.repeat(100);
  const length = await fitText(text, most);
  const tokens = await countTokens(text.slice(0, length));
  expect(tokens).toBeLessThanOrEqual(most);
  expect(tokens).toBeGreaterThanOrEqual(Math.min(most, await countTokens(text)) * 0.8 - 1);
});
