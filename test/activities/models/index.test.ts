import { createModelProviders, resolveDefaultModel } from '../../../activities/models';
import { readConfig } from '../../../contracts/config';

const resolve = (env: Record<string, string>) => {
  const config = readConfig(env);
  return resolveDefaultModel(config, createModelProviders(config));
};

test('OpenAI comes before the scripted model', () => {
  expect(createModelProviders(readConfig({})).map(({ id, configured }) => [id, configured])).toEqual([
    ['openai', false],
    ['scripted', true],
  ]);
});

test('without a key the scripted model is the default', () => {
  expect(resolve({})).toEqual({ provider: 'scripted', name: 'demo' });
});

test('with a key, or an address alone, OpenAI is', () => {
  expect(resolve({ OPENAI_API_KEY: 'sk-1' })).toMatchObject({ provider: 'openai' });
  expect(resolve({ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' })).toMatchObject({ provider: 'openai' });
});

test('STUDIO_MODEL wins, with slashes in the name', () => {
  expect(resolve({ STUDIO_MODEL: 'openai/meta/llama-4' })).toEqual({ provider: 'openai', name: 'meta/llama-4' });
});

test('a STUDIO_MODEL of no provider is refused in a sentence that names those there are', () => {
  expect(() => resolve({ STUDIO_MODEL: 'nobody/x' })).toThrow(/"nobody".*openai, scripted/);
});
