import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { JsonObject } from '../../contracts/json';
import { type ToolContext, type ToolDefinition, ToolError } from '../../contracts/ports/tool';
import { startApi, type TestApi } from './harness/start-api';

interface FakeTool extends ToolDefinition {
  calls: { arguments: JsonObject; context: ToolContext }[];
}

/** A tool that does what the test says and notes its calls. */
function fakeTool(id: string, repeat: ToolDefinition['repeat'], run: ToolDefinition['run'], extra: Partial<ToolDefinition> = {}): FakeTool {
  const calls: FakeTool['calls'] = [];
  return {
    id,
    description: id,
    inputSchema: { type: 'object', properties: { text: { type: 'string', minLength: 1 } }, additionalProperties: false },
    repeat,
    calls,
    run: (given, context) => {
      calls.push({ arguments: given, context });
      return run(given, context);
    },
    ...extra,
  };
}

let api: TestApi;
const tools = new Map<string, FakeTool>();
const use = (...made: FakeTool[]) => {
  tools.clear();
  for (const tool of made) tools.set(tool.id, tool);
};
beforeAll(async () => {
  api = await startApi({
    get toolDefinitions() {
      return { find: (match: (tool: ToolDefinition) => boolean) => [...tools.values()].find(match) } as never;
    },
  });
});
afterAll(() => api.close());

const execute = (body: object, headers: Record<string, string> = {}) => api.call('POST', '/tools/execute', { body, headers });

it('answers what the tool gives', async () => {
  const tool = fakeTool('echo', 'pure', async ({ text }) => ({ said: text ?? null }));
  use(tool);
  expect(await execute({ tool: 'echo', arguments: { text: 'hi' } })).toMatchObject({ status: 200, body: { result: { said: 'hi' } } });
  expect(await execute({ tool: 'echo' })).toMatchObject({ status: 200, body: { result: { said: null } } });
  expect(tool.calls[0]?.context).toMatchObject({ organizationId: LOCAL_ORGANIZATION, key: expect.stringMatching(/^tcl_\w+\/tool$/) });
});

it("answers a tool's own failure with its code and message", async () => {
  use(
    fakeTool('refuse', 'idempotent', async () => {
      throw new ToolError('host_not_allowed', 'The host is not allowed');
    }),
  );
  expect(await execute({ tool: 'refuse' })).toMatchObject({
    status: 422,
    body: { code: 'tool_failed', detail: 'The host is not allowed', error: { code: 'host_not_allowed' } },
  });
});

it('says nothing of an error that is not meant for users, and logs it', async () => {
  use(
    fakeTool('throw', 'pure', async () => {
      throw new Error('secret-of-the-tool');
    }),
  );
  const answer = await execute({ tool: 'throw' });
  expect(answer).toMatchObject({ status: 422, body: { code: 'tool_failed', error: { code: 'tool_threw' } } });
  expect(answer.text).not.toContain('secret-of-the-tool');
  expect(api.logger.lines).toContainEqual(expect.objectContaining({ fields: expect.objectContaining({ reason: 'tool_threw' }) }));
});

it('gives up a tool that takes too long, whether it listens or not', async () => {
  use(fakeTool('hang', 'pure', () => new Promise(() => undefined), { timeout: '50ms' }));
  expect(await execute({ tool: 'hang' })).toMatchObject({ status: 422, body: { error: { code: 'tool_timeout' } } });
});

it('checks the result, after the tool has run', async () => {
  use(
    fakeTool('wrong', 'pure', async () => 7, { outputSchema: { type: 'string' } }),
    fakeTool('cycle', 'pure', async () => {
      const value: Record<string, unknown> = {};
      value.self = value;
      return value as never;
    }),
  );
  for (const tool of ['wrong', 'cycle']) {
    expect(await execute({ tool })).toMatchObject({ status: 422, body: { error: { code: 'invalid_result' } } });
  }
});

it('keeps no files, for there is no execution', async () => {
  use(fakeTool('write', 'idempotent', async (_given, { artifacts }) => ({ ...(await artifacts.write('a.md', 'x')) })));
  expect(await execute({ tool: 'write' })).toMatchObject({ status: 422, body: { error: { code: 'no_execution' } } });
});

it.each([
  ['an unknown tool', { tool: 'nothing' }, 404, 'not_found', '/tool'],
  ['no tool', {}, 400, 'invalid_body', '/tool'],
  ['a tool that is none', { tool: '../x' }, 400, 'invalid_body', '/tool'],
  ['arguments that do not fit', { tool: 'echo', arguments: { text: '' } }, 400, 'invalid_body', '/arguments/text'],
  ['arguments too many', { tool: 'echo', arguments: { more: 1 } }, 400, 'invalid_body', '/arguments/more'],
  ['arguments that are a list', { tool: 'echo', arguments: [] }, 400, 'invalid_body', '/arguments'],
  ['arguments of 300 KB', { tool: 'echo', arguments: { text: 'x'.repeat(300_000) } }, 400, 'invalid_body', '/arguments'],
])('refuses %s and calls nothing', async (_what, body, status, code, path) => {
  const tool = fakeTool('echo', 'pure', async () => null);
  use(tool);
  const answer = await execute(body);
  expect(answer).toMatchObject({ status, body: { code } });
  expect(answer.body.errors).toContainEqual(expect.objectContaining({ path }));
  expect(tool.calls).toEqual([]);
});

describe('under one key', () => {
  it('calls once, for fifty requests at the same time', async () => {
    const tool = fakeTool('post', 'unsafe', async () => {
      await new Promise(setImmediate);
      return 'sent';
    });
    use(tool);
    const answers = await Promise.all(Array.from({ length: 50 }, () => execute({ tool: 'post' }, { 'idempotency-key': 'once' })));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['200 {"result":"sent"}']));
    expect(tool.calls).toHaveLength(1);
  });

  it('never calls an unsafe tool again whose first answer was lost', async () => {
    const tool = fakeTool('post', 'unsafe', async () => 'sent');
    use(tool);
    jest.spyOn(api.idempotency, 'complete').mockRejectedValueOnce(new Error('disk full'));
    expect((await execute({ tool: 'post' }, { 'idempotency-key': 'lost' })).status).toBe(500);
    const repeat = await execute({ tool: 'post' }, { 'idempotency-key': 'lost' });
    expect(repeat).toMatchObject({ status: 422, body: { code: 'tool_failed', error: { code: 'tool_outcome_unknown' } } });
    expect(tool.calls).toHaveLength(1);
  });

  it('calls an idempotent tool again, with the same key', async () => {
    const tool = fakeTool('save', 'idempotent', async () => 'saved');
    use(tool);
    jest.spyOn(api.idempotency, 'complete').mockRejectedValueOnce(new Error('disk full'));
    await execute({ tool: 'save' }, { 'idempotency-key': 'again' });
    expect(await execute({ tool: 'save' }, { 'idempotency-key': 'again' })).toMatchObject({ status: 200, body: { result: 'saved' } });
    expect(new Set(tool.calls.map(({ context }) => context.key)).size).toBe(1);
    expect(tool.calls).toHaveLength(2);
  });

  it('keeps the answer of a call whose outcome is unknown', async () => {
    const tool = fakeTool('post', 'unsafe', async () => {
      throw new Error('connection lost');
    });
    use(tool);
    for (let time = 0; time < 2; time++) {
      const answer = await execute({ tool: 'post' }, { 'idempotency-key': 'cut' });
      expect(answer).toMatchObject({ status: 422, body: { error: { code: 'tool_outcome_unknown' } } });
    }
    expect(tool.calls).toHaveLength(1);
  });
});
