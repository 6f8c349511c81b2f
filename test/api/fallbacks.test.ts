import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const own = { provider: 'scripted', name: 'demo' };
const create = (fallbacks: object[]) => api.call('POST', '/api/v1/agents', { body: { name: 'A', model: { ...own, fallbacks } } });

it('keeps an agent’s fallback models in their order', async () => {
  const fallbacks = [
    { provider: 'scripted', name: 'b' },
    { provider: 'scripted', name: 'a', temperature: 0.5 },
  ];
  expect(await create(fallbacks)).toMatchObject({ status: 201, body: { model: { ...own, fallbacks } } });
});

it.each([
  ['an unknown provider', [{ provider: 'nobody', name: 'x' }], '/model/fallbacks/0/provider', 'unknown_provider'],
  ['the agent’s own model', [own], '/model/fallbacks/0', 'duplicate_model'],
  [
    'a model twice',
    [
      { provider: 'scripted', name: 'b' },
      { provider: 'scripted', name: 'b' },
    ],
    '/model/fallbacks/1',
    'duplicate_model',
  ],
  ['fallbacks of its own', [{ provider: 'scripted', name: 'b', fallbacks: [] }], '/model/fallbacks/0/fallbacks', 'unknown_field'],
  ['more than eight', Array.from({ length: 9 }, (_, n) => ({ provider: 'scripted', name: `m${n}` })), '/model/fallbacks', 'too_big'],
])('refuses %s, and says where', async (_name, fallbacks, path, code) => {
  expect(await create(fallbacks)).toMatchObject({ status: 400, body: { errors: [{ path, code }] } });
});
