import { LIMIT, LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { Json, JsonObject } from '../../contracts/json';
import { type ToolContext, type ToolDefinition, ToolError } from '../../contracts/ports/tool';
import type { ChatRequest } from '../fakes/openai/behaviour';
import { createEngineRig, type EngineRig } from '../harness/engine-rig';

type Run = (toolArguments: JsonObject, context: ToolContext) => Promise<unknown>;

/** What the tool of a test does; each test sets its own. */
let run: Run = async () => null;

const tool = (id: string, more: Partial<ToolDefinition> = {}): ToolDefinition => ({
  id,
  description: 'Does what the test says.',
  inputSchema: { type: 'object' },
  repeat: 'pure',
  run: (toolArguments, context) => run(toolArguments, context) as Promise<Json>,
  ...more,
});

const output = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'], additionalProperties: false };
let rig: EngineRig;

beforeAll(async () => {
  rig = await createEngineRig({
    tools: [
      tool('free'),
      tool('typed', { outputSchema: output }),
      tool('brief', { timeout: '200ms' }),
      tool('once', { repeat: 'unsafe', timeout: '200ms' }),
    ],
  });
  await rig.agents({ name: 'Worker', tools: ['free', 'typed', 'brief', 'once'] });
});
afterAll(() => rig.close());
beforeEach(() => rig.model.setBehaviour({}));

const worker = { id: 'work', type: 'agent', agent: 'Worker' } as const;
const quick = { initialInterval: '20ms', maxInterval: '20ms', maxAttempts: 2 };
/** What the model is told by the tools that it called, in order. */
const told = (request: unknown) => (request as ChatRequest).messages.flatMap(({ role, content }) => (role === 'tool' ? [content] : []));
const lastTold = () => told(rig.model.requests.at(-1)?.body);
const call = (name: string, toolArguments: Json = {}) => rig.model.setBehaviour({ toolCalls: [{ tool: name, arguments: toolArguments }] });

it("of a step is told with its own call id in the place of a model's, and the feed ends with the execution's whole output", async () => {
  run = async () => ({ long: 'x'.repeat(2_000) });
  const { execution, events } = await rig.run({ id: 'own', type: 'tool', tool: 'free' });
  expect(execution.output).toMatchObject({ data: { long: 'x'.repeat(2_000) } });
  const told = events.flatMap((event) => (event.type === 'toolCalled' || event.type === 'toolCompleted' ? [event] : []));
  expect(told.map(({ callId, toolCallId }) => [callId, toolCallId])).toEqual([
    ['own:t1', 'own:t1'],
    ['own:t1', 'own:t1'],
  ]);
  expect(events.at(-1)).toMatchObject({ type: 'executionEnded', output: execution.output });
});

describe('the result of a tool', () => {
  it('is checked against its schema, and one that does not fit is an error that the model reads', async () => {
    call('typed');
    run = async () => ({ n: 3 });
    expect((await rig.run(worker)).execution.status).toBe('completed');
    expect(lastTold()).toEqual(['{"n":3}']);
    run = async () => ({ n: 'three' });
    expect((await rig.run(worker)).execution.status).toBe('completed');
    expect(lastTold()).toEqual([expect.stringMatching(/^Error \(invalid_result\): The tool ran, but .*result\/n must be integer/)]);
  });

  it('is plain JSON: dates are texts, nothing is null, and what JSON cannot say is an error', async () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const results: [unknown, string][] = [
      [new Date(0), '1970-01-01T00:00:00.000Z'],
      [{ at: new Date(0), gone: undefined }, '{"at":"1970-01-01T00:00:00.000Z"}'],
      [circle, 'Error (invalid_result): The tool ran, but its result is not JSON'],
      [1n, 'Error (invalid_result): The tool ran, but its result is not JSON'],
      [undefined, ''],
    ];
    call('free');
    for (const [result, text] of results) {
      run = async () => result;
      await rig.run(worker);
      expect(lastTold()).toEqual([text]);
    }
  });

  it('may have 4 MiB and no byte more', async () => {
    call('free');
    run = async () => 'x'.repeat(LIMIT.toolResultBytes - 2);
    const { messages } = await rig.run(worker);
    expect(messages.find(({ role }) => role === 'tool')?.text).toHaveLength(LIMIT.toolResultBytes - 2);
    run = async () => 'x'.repeat(LIMIT.toolResultBytes - 1);
    await rig.run(worker);
    expect(lastTold()).toEqual([expect.stringContaining('Error (result_too_large): The tool ran, but its result has 4194305 bytes')]);
  });
});

describe('the arguments of a tool', () => {
  it('may have 256 KiB; more is given back to the model as a bad call, and the tool does not run', async () => {
    const runs: number[] = [];
    run = async ({ text }) => runs.push(String(text).length);
    const frame = JSON.stringify({ text: '' }).length;
    call('free', { text: 'x'.repeat(LIMIT.toolArgumentsBytes - frame) });
    expect((await rig.run(worker)).execution.status).toBe('completed');
    call('free', { text: 'x'.repeat(LIMIT.toolArgumentsBytes - frame + 1) });
    await rig.run(worker);
    expect(lastTold()).toEqual([expect.stringContaining('Error (arguments_too_large)')]);
    expect(runs).toEqual([LIMIT.toolArgumentsBytes - frame]);
  });
});

describe('JSON that is nested so deep that handling it would fail', () => {
  const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

  it.each([LIMIT.jsonDepth + 1, 50_000])('is no result of a tool (%s levels)', async (levels) => {
    call('free');
    run = async () => JSON.parse(deep(levels));
    expect((await rig.run(worker)).execution.status).toBe('completed');
    expect(lastTold()).toEqual([expect.stringContaining('Error (invalid_result)')]);
  });

  it('is no arguments: they are the text that the model wrote, and that fits no schema', async () => {
    call('typed', deep(50_000));
    expect((await rig.run(worker)).execution.status).toBe('completed');
    expect(lastTold()).toEqual([expect.stringContaining('Error (invalid_arguments)')]);
  });

  it('is no structured answer', async () => {
    rig.model.setBehaviour({ text: deep(50_000) });
    const { execution } = await rig.run({ ...worker, output: { type: 'array' } });
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'output_invalid', message: expect.stringContaining('64 levels') } });
  });
});

describe('the time limit of a tool', () => {
  it("is the tool's own, also for one that does not listen, and each try is on record", async () => {
    call('brief');
    const signals: AbortSignal[] = [];
    run = (_, { signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    const { execution, events } = await rig.run({ ...worker, retry: quick });
    expect(execution.status).toBe('completed');
    expect(lastTold()).toEqual(['Error (tool_failed): The tool failed 2 times (tool_timeout)']);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(events.flatMap((event) => (event.type === 'callRetried' ? [event.reason] : []))).toEqual(['tool_timeout']);
  });

  it('leaves the outcome of an unsafe tool unknown, and the tool is not called again', async () => {
    call('once');
    let runs = 0;
    run = () => {
      runs++;
      return new Promise(() => {});
    };
    const { execution } = await rig.run({ ...worker, retry: quick });
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'tool_outcome_unknown', stepPath: 'work' } });
    expect(runs).toBe(1);
  });
});

describe('the files of an execution', () => {
  const list = (id: string) => rig.executions.listArtifacts(LOCAL_ORGANIZATION, id);

  it('are written by one tool and read by another', async () => {
    run = async ({ name, text }, { artifacts }) => {
      if (text !== undefined) return (await artifacts.write(String(name), String(text), 'text/markdown')).size;
      return [
        Buffer.from((await artifacts.read(String(name))) ?? []).toString(),
        (await artifacts.list()).map((file) => file.name),
        await artifacts.read('no'),
      ];
    };
    const step = (id: string, toolArguments: JsonObject) => ({ id, type: 'tool' as const, tool: 'free', arguments: toolArguments });
    const { execution } = await rig.run({
      id: 'row',
      type: 'sequential',
      steps: [step('write', { name: 'a.md', text: 'Grüße {{ input }}' }), step('read', { name: 'a.md' })],
    });
    expect(execution.output?.data).toEqual(['Grüße hello', ['a.md'], null]);
    expect(await list(execution.id)).toEqual([
      { name: 'a.md', size: 13, mediaType: 'text/markdown', callId: 'row/write:t1', at: expect.any(String) },
    ]);
  });

  it('belong to the call that wrote them: the same call writes again on a second attempt, another call may not', async () => {
    let attempts = 0;
    run = async (_, { artifacts }) => {
      await artifacts.write('a.txt', `attempt ${++attempts}`);
      if (attempts === 1) throw new Error('lost after the write');
      return attempts;
    };
    const twice = ['one', 'two'].map((id) => ({ id, type: 'tool' as const, tool: 'free', retry: quick }));
    const { execution } = await rig.run({ id: 'row', type: 'sequential', steps: twice });
    expect(execution).toMatchObject({
      status: 'failed',
      error: { code: 'tool_failed', stepPath: 'row/two', message: expect.stringContaining('artifact_exists') },
    });
    const found = await rig.executions.getArtifact(LOCAL_ORGANIZATION, execution.id, 'a.txt');
    expect(Buffer.from(found?.bytes ?? []).toString()).toBe('attempt 1');
    expect(found?.artifact.callId).toBe('row/one:t1');
  });

  it.each(['', '.hidden', '..', '../up', 'a/b', 'a\\b', 'a b', 'ä', 'a\0', 'x'.repeat(129)])('cannot be named %j', async (name) => {
    run = async (_, { artifacts }) => {
      await expect(artifacts.read(name)).rejects.toThrow(ToolError);
      return artifacts.write(name, 'text');
    };
    call('free');
    const { execution } = await rig.run(worker);
    expect(lastTold()).toEqual([expect.stringContaining('Error (invalid_name)')]);
    expect(await list(execution.id)).toEqual([]);
  });

  it('are refused when they are too large or say what they are in no known way', async () => {
    call('free');
    run = async (_, { artifacts }) => artifacts.write('big.bin', new Uint8Array(LIMIT.artifactBytes + 1));
    await rig.run(worker);
    expect(lastTold()).toEqual([expect.stringContaining('Error (artifact_too_large)')]);
    run = async (_, { artifacts }) => artifacts.write('a.txt', 'x', 'text/plain\r\nX-Evil: 1');
    await rig.run(worker);
    expect(lastTold()).toEqual([expect.stringContaining('Error (invalid_media_type)')]);
  });

  it('are not written by a call that was given up', async () => {
    call('brief');
    let late: Promise<unknown> = Promise.resolve();
    run = (_, { artifacts, signal }) =>
      new Promise(() => {
        signal.addEventListener('abort', () => {
          late = artifacts.write('late.txt', 'x');
          late.catch(() => {});
        });
      });
    const { execution } = await rig.run({ ...worker, retry: { ...quick, maxAttempts: 1 } });
    await expect(late).rejects.toThrow();
    expect(await list(execution.id)).toEqual([]);
  });

  it('are for agents too, by the tools write_artifact and read_artifact', async () => {
    await rig.agents({ name: 'Clerk', tools: ['write_artifact', 'read_artifact'] });
    const steps = [
      { tool: 'write_artifact', arguments: { name: 'minutes.md', text: 'All agreed.', mediaType: 'text/markdown' } },
      { tool: 'read_artifact', arguments: { name: 'minutes.md' } },
      { tool: 'read_artifact', arguments: { name: 'other.md' } },
    ];
    rig.model.setBehaviour(({ messages }) => {
      const next = steps[messages.filter(({ role }) => role === 'tool').length];
      return next === undefined ? {} : { toolCalls: [next], insists: true };
    });
    const { execution } = await rig.run({ id: 'clerk', type: 'agent', agent: 'Clerk' });
    expect(lastTold()).toEqual([
      '{"name":"minutes.md","size":11}',
      'All agreed.',
      'Error (no_artifact): There is no file other.md; there are: minutes.md',
    ]);
    expect(await list(execution.id)).toMatchObject([{ name: 'minutes.md', mediaType: 'text/markdown' }]);
  });
});
