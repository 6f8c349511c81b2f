import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { createEcho } from './harness/definitions';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const AGENT = { name: 'Writer', instructions: 'Write.', tools: ['count_words'] };

describe('agents', () => {
  it('creates revision 1, with its address and its ETag', async () => {
    const answer = await api.call('POST', '/api/v1/agents', { body: AGENT });
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({ location: `/api/v1/agents/${answer.body.id}`, etag: '"1"', 'cache-control': 'no-store' });
    expect(answer.body).toMatchObject({ ...AGENT, organizationId: LOCAL_ORGANIZATION, revision: 1, limits: { maxTurns: 10 } });
    expect((await api.call('GET', `/api/v1/agents/${answer.body.id}`)).body).toEqual(answer.body);
  });

  it('ignores the fields that the product sets', async () => {
    const made = await api.call('POST', '/api/v1/agents', { body: { ...AGENT, id: 'mine', organizationId: 'other', revision: 9 } });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ organizationId: LOCAL_ORGANIZATION, revision: 1 });
    expect(made.body.id).not.toBe('mine');
    const replaced = await api.call('PUT', `/api/v1/agents/${made.body.id}`, { body: made.body, headers: { 'if-match': '"1"' } });
    expect(replaced).toMatchObject({ status: 200, body: { revision: 1 } });
  });

  it('makes a new revision of a changed body, and none of an identical one', async () => {
    const { body } = await api.call('POST', '/api/v1/agents', { body: AGENT });
    const put = (change: object, tag: string) =>
      api.call('PUT', `/api/v1/agents/${body.id}`, { body: { ...AGENT, ...change }, headers: { 'if-match': tag } });
    expect(await put({}, '"1"')).toMatchObject({ status: 200, headers: { etag: '"1"' } });
    expect(await put({ description: 'new' }, '"1"')).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { revision: 2 } });
    expect(await put({ description: 'any' }, '*')).toMatchObject({ status: 200, body: { revision: 3 } });
    expect(await put({ description: 'late' }, '"1"')).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
  });

  it.each([
    [undefined, 428, 'precondition_required'],
    ['"7"', 412, 'precondition_failed'],
    ['W/"1"', 412, 'precondition_failed'],
    ['"abc"', 412, 'precondition_failed'],
    ['1', 400, 'invalid_if_match'],
    ['"1', 400, 'invalid_if_match'],
  ])('answers If-Match %s with %i %s and changes nothing', async (tag, status, code) => {
    const { body } = await api.call('POST', '/api/v1/agents', { body: AGENT });
    const answer = await api.call('PUT', `/api/v1/agents/${body.id}`, { body: { ...AGENT, name: 'Other' }, headers: { 'if-match': tag } });
    expect(answer).toMatchObject({ status, body: { code } });
    expect((await api.call('GET', `/api/v1/agents/${body.id}`)).body).toEqual(body);
  });

  it('refuses a name that is taken, on create and on replace', async () => {
    await api.call('POST', '/api/v1/agents', { body: AGENT });
    const other = await api.call('POST', '/api/v1/agents', { body: { ...AGENT, name: 'Reader' } });
    expect(await api.call('POST', '/api/v1/agents', { body: AGENT })).toMatchObject({ status: 409, body: { code: 'name_taken' } });
    const renamed = await api.call('PUT', `/api/v1/agents/${other.body.id}`, { body: AGENT, headers: { 'if-match': '*' } });
    expect(renamed).toMatchObject({ status: 409, body: { code: 'name_taken' } });
  });

  it('lists pages, newest first, and refuses a cursor that is none', async () => {
    for (const name of ['a', 'b', 'c']) await api.call('POST', '/api/v1/agents', { body: { name } });
    const first = await api.call('GET', '/api/v1/agents?limit=2');
    const names = (answer: { body: { items?: unknown } }) => (answer.body.items as { name: string }[]).map(({ name }) => name);
    expect(names(first)).toEqual(['c', 'b']);
    const second = await api.call('GET', `/api/v1/agents?limit=2&cursor=${encodeURIComponent(String(first.body.nextCursor))}`);
    expect(names(second)).toEqual(['a']);
    expect(second.body.nextCursor).toBeUndefined();
    for (const cursor of ['nonsense', '', '%00', 'x'.repeat(1_001), 'a&cursor=b']) {
      expect(await api.call('GET', `/api/v1/agents?cursor=${cursor}`)).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
    }
    expect(await api.call('GET', '/api/v1/agents?cursor=%00&limit=0')).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
    expect(await api.call('GET', '/api/v1/agents?cursor=&limit=0')).toMatchObject({ status: 400, body: { code: 'invalid_query' } });
  });

  it('answers 404 for an id that nothing has', async () => {
    for (const id of ['nothing', '%00', 'x'.repeat(300), '%E0%A4%A']) {
      expect(await api.call('GET', `/api/v1/agents/${id}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    const put = await api.call('PUT', '/api/v1/agents/nothing', { body: AGENT, headers: { 'if-match': '*' } });
    expect(put).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it.each([
    ['an unknown tool', { tools: ['count_words', 'fly'] }, '/tools/1', 'unknown_tool'],
    ['a tool twice', { tools: ['count_words', 'count_words'] }, '/tools/1', 'duplicate_tool'],
    ['an unknown provider', { model: { provider: 'nobody', name: 'x' } }, '/model/provider', 'unknown_provider'],
    ['an output that is no schema', { output: { type: 'objekt' } }, '/output/type', 'invalid_schema'],
    ['an output with a reference to nowhere', { output: { $ref: '#/nowhere' } }, '/output', 'invalid_schema'],
  ])('refuses %s at save', async (_what, change, path, code) => {
    const answer = await api.call('POST', '/api/v1/agents', { body: { ...AGENT, ...change } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_definition' } });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ path, code }));
  });
});

describe('workflows', () => {
  it('creates, reads, lists and replaces', async () => {
    const { workflowId } = await createEcho(api);
    const read = await api.call('GET', `/api/v1/workflows/${workflowId}`);
    expect(read).toMatchObject({ status: 200, headers: { etag: '"1"' }, body: { name: 'Echo once', root: { agent: 'Echo' } } });
    expect((await api.call('GET', '/api/v1/workflows')).body.items).toEqual([read.body]);
    const changed = { ...read.body, description: 'changed' };
    const replaced = await api.call('PUT', `/api/v1/workflows/${workflowId}`, { body: changed, headers: { 'if-match': '"1"' } });
    expect(replaced).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { description: 'changed', revision: 2 } });
  });

  const tool = (id: string, extra: object = {}) => ({ id, type: 'tool', tool: 'count_words', arguments: { text: 'a' }, ...extra });
  const sequence = (...steps: object[]) => ({ id: 'all', type: 'sequential', steps });
  const nested = (levels: number): object =>
    levels === 1 ? tool('leaf') : { id: `s${levels}`, type: 'sequential', steps: [nested(levels - 1)] };

  it.each([
    ['an unknown agent', sequence(tool('a'), { id: 'b', type: 'agent', agent: 'nobody' }), '/root/steps/1/agent', 'unknown_agent'],
    ['an unknown tool', tool('a', { tool: 'fly' }), '/root/tool', 'unknown_tool'],
    ['an id twice', sequence(tool('a'), tool('a')), '/root/steps/1/id', 'duplicate_id'],
    ['an id of an enclosing step', sequence(tool('all')), '/root/steps/0/id', 'duplicate_id'],
    ['arguments that miss', tool('a', { arguments: {} }), '/root/arguments/text', 'required'],
    ['arguments too many', tool('a', { arguments: { text: 'a', more: 1 } }), '/root/arguments/more', 'unknown_field'],
    [
      'a step output that is no schema',
      { id: 'a', type: 'agent', agent: 'Echo', output: { type: 1 } },
      '/root/output/type',
      'invalid_schema',
    ],
    ['a tag in a template', tool('a', { arguments: { text: '{% if input %}x{% endif %}' } }), '/root/arguments/text', 'invalid_template'],
    ['an open template', tool('a', { input: 'x {{ input' }), '/root/input', 'invalid_template'],
    ['a step that does not exist', tool('a', { input: '{{ steps.z.text }}' }), '/root/input', 'unknown_step'],
    ['itself in a template', tool('a', { input: '{{ steps.a.text }}' }), '/root/input', 'later_step'],
    ['a later step', sequence(tool('a', { input: '{{ steps.b.text }}' }), tool('b')), '/root/steps/0/input', 'later_step'],
    [
      'a step inside a sibling',
      sequence({ id: 's', type: 'sequential', steps: [tool('a')] }, tool('b', { input: '{{ steps.a.text }}' })),
      '/root/steps/1/input',
      'later_step',
    ],
    ['a name that templates do not know', tool('a', { input: '{{ process.env }}' }), '/root/input', 'invalid_template'],
    ['a step without its field', sequence(tool('a'), tool('b', { input: '{{ steps.a }}' })), '/root/steps/1/input', 'invalid_template'],
    [
      'a template deep in arguments',
      tool('a', { arguments: { text: 'a', deep: [{ x: '{{ steps.z.data }}' }] } }),
      '/root/arguments/deep/0/x',
      'unknown_step',
    ],
    ['a timeout of nothing', tool('a', { timeout: '0s' }), '/root/timeout', 'invalid_timeout'],
    [
      'intervals upside down',
      tool('a', { retry: { initialInterval: '5s', maxInterval: '1s' } }),
      '/root/retry/maxInterval',
      'invalid_retry',
    ],
  ])('refuses %s at save', async (_what, root, path, code) => {
    await api.call('POST', '/api/v1/agents', { body: { name: 'Echo' } });
    const answer = await api.call('POST', '/api/v1/workflows', { body: { name: 'Bad', root } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_definition' } });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ path, code }));
    expect((await api.call('GET', '/api/v1/workflows')).body.items).toEqual([]);
  });

  it.each([
    [
      'earlier steps of the same and of enclosing sequences',
      sequence(tool('a'), {
        id: 's',
        type: 'sequential',
        steps: [tool('b'), tool('c', { input: '{{ steps.a.text }} {{ steps["b"].data.words }} {{ input.topic }}' })],
      }),
    ],
    ['arguments that only a run can fill', tool('a', { arguments: { text: '{{ input }}' } })],
    ['sixteen levels', nested(16)],
    ['five hundred steps', sequence(...Array.from({ length: 499 }, (_, index) => tool(`s${index}`)))],
  ])('takes %s', async (_what, root) => {
    expect(await api.call('POST', '/api/v1/workflows', { body: { name: 'Good', root } })).toMatchObject({ status: 201 });
  });

  it('refuses what is too deep or too large, by names of their own', async () => {
    const deep = await api.call('POST', '/api/v1/workflows', { body: { name: 'Deep', root: nested(17) } });
    expect(deep).toMatchObject({ status: 400, body: { code: 'definition_too_deep' } });
    const steps = Array.from({ length: 500 }, (_, index) => tool(`s${index}`));
    const large = await api.call('POST', '/api/v1/workflows', { body: { name: 'Large', root: sequence(...steps) } });
    expect(large).toMatchObject({ status: 400, body: { code: 'definition_too_large', errors: [{ path: '/root/steps/499' }] } });
  });

  it('refuses an inputSchema that cannot be used', async () => {
    const root = tool('a');
    const schemas = [{ type: 'text' }, { $ref: 'https://example.com/x' }, { $async: true }, { description: 'x'.repeat(70_000) }];
    for (const inputSchema of schemas) {
      const answer = await api.call('POST', '/api/v1/workflows', { body: { name: 'Bad', root, inputSchema } });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_definition' } });
    }
  });
});
