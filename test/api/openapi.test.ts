import { validate } from '@readme/openapi-parser';
import { createBuiltInTools, toCatalogueEntry } from '../../activities/tools';
import { APPROVAL } from '../../api/openapi/example-approval';
import { EXAMPLES } from '../../api/openapi/examples';
import { readConfig } from '../../contracts/config';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { JsonObject } from '../../contracts/json';
import type { CommitCall } from '../../contracts/ports/journal-store';
import type { NewMessage } from '../../contracts/ports/thread-store';
import { PROBLEMS } from '../../contracts/problem';
import { ROUTES, type RouteName } from '../../contracts/routes';
import { DOCUMENT, expectToFit, OPERATIONS, type Operation } from './harness/document';
import { readEvents } from './harness/event-reader';
import { startApi, type TestApi } from './harness/start-api';

it('is a valid OpenAPI 3.1 document, served as it is', async () => {
  expect(await validate(structuredClone(DOCUMENT) as never)).toMatchObject({ valid: true });
  const api = await startApi({ killWorker: async () => 1 });
  const served = await api.call('GET', '/openapi.json');
  expect(served).toMatchObject({ status: 200, headers: { 'content-type': 'application/json; charset=utf-8' } });
  expect(served.body).toEqual(JSON.parse(JSON.stringify(DOCUMENT)));
  await api.close();
});

it('has every route, and leaves out what exists only for development', async () => {
  const addresses = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
  const expected = Object.values(ROUTES).map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(addresses.toSorted()).toEqual(expected.toSorted());
  const api = await startApi();
  expect(Object.keys((await api.call('GET', '/openapi.json')).body.paths as object)).not.toContain('/api/v1/development/kill-worker');
  await api.close();
});

it('refers to nothing that is not there', () => {
  const { schemas } = DOCUMENT.components as { schemas: object };
  const references = JSON.stringify(DOCUMENT).match(/"\$ref":"[^"]*"/g) ?? [];
  const names = references.map((reference) => /^"\$ref":"#\/components\/schemas\/(\w+)"$/.exec(reference)?.[1]);
  expect(names.filter((name) => name === undefined || !(name in schemas))).toEqual([]);
});

describe('examples', () => {
  const cases = OPERATIONS.flatMap((operation) =>
    Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
      Object.entries(content).flatMap(([type, { schema, example, examples = {} }]) => {
        const values = [...(example === undefined ? [] : [example]), ...Object.values(examples).map(({ value }) => value)];
        return type === 'text/event-stream' ? [] : values.map((value) => ({ name: `${operation.name} ${status}`, schema, value }));
      }),
    ),
  );

  it('of every answer fit its schema, problems with every code', () => {
    for (const { name, schema, value } of cases) expectToFit(schema as JsonObject, value, name);
    const codes = cases.map(({ value }) => (value as { code?: string }).code).filter((code) => code !== undefined);
    // Of addresses and requests that are none, and of sign-in.
    const elsewhere = [
      'unauthenticated',
      'forbidden',
      'gone',
      'method_not_allowed',
      'invalid_request',
      'request_timeout',
      'headers_too_large',
    ];
    expect(Object.keys(PROBLEMS).filter((code) => !codes.includes(code) && !elsewhere.includes(code))).toEqual([]);
  });

  it('are there for every body and every JSON answer', () => {
    const without = OPERATIONS.filter(({ name, requestBody, responses }) => {
      const answer = responses[ROUTES[name].status]?.content?.['application/json'];
      const body = requestBody?.content['application/json'];
      return (
        (body !== undefined && Object.keys(body.examples ?? {}).length === 0) || (answer !== undefined && answer.example === undefined)
      );
    });
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  const bodies = OPERATIONS.flatMap((operation) => (EXAMPLES[operation.name].bodies ?? []).map((body) => ({ operation, ...body })));

  it.each(bodies.map((one) => [one.operation.name, one.summary, one] as const))(
    '%s takes "%s" and answers as described',
    async (name, _summary, { operation, value }) => {
      const tools = createBuiltInTools(readConfig({}));
      const api = await startApi({ tools: tools.map(toCatalogueEntry), toolDefinitions: tools, killWorker: async () => 4711 });
      const path = await prepare(api, operation);
      const media = operation.requestBody?.content['application/json']?.schema as JsonObject;
      expectToFit(media, value, name);
      if (name === 'streamAgent') {
        const reader = await readEvents(`${api.url}${path}`, { method: 'POST', body: value });
        expect(reader.status).toBe(200);
        reader.close();
      } else {
        const headers = { ...('conditional' in ROUTES[name] && { 'if-match': '"1"' }), prefer: 'wait=0' };
        const answer = await api.call(operation.method, path, { body: value, headers });
        expect([ROUTES[name].status, 202]).toContain(answer.status);
      }
      await api.close();
    },
  );
});

/** Makes what an operation works on, from the examples too; returns its address. */
async function prepare(api: TestApi, { name, path }: Operation): Promise<string> {
  const make = async (route: RouteName, address: string): Promise<string> => {
    const ids = [];
    for (const { value } of EXAMPLES[route].bodies ?? []) ids.push((await api.call('POST', address, { body: value })).body.id);
    // The last workflow has a step of every type.
    return String(ids.at(name === 'sendEvent' && route === 'createWorkflow' ? -1 : 0));
  };
  let id = name === 'createAgent' ? '' : await make('createAgent', '/api/v1/agents');
  if (path.startsWith('/api/v1/workflows/') || path.startsWith('/api/v1/executions/'))
    id = await make('createWorkflow', '/api/v1/workflows');
  if (name === 'cancelWorkflow' || path.startsWith('/api/v1/executions/')) {
    const started = await api.call('POST', `/api/v1/workflows/${id}/execute`, { body: { input: { topic: 'tides' } } });
    if (name !== 'cancelWorkflow') id = String(started.body.executionId);
  }
  if (path.startsWith('/api/v1/approvals/')) id = await ask(api);
  if (name === 'sendMessage') {
    await api.executions.appendFacts('local', id, [{ type: 'stepStarted', stepPath: 'debate', stepType: 'groupChat' }]);
  }
  if (name === 'forkExecution' || name === 'retryExecution') await fail(api, id);
  return path.replace('{id}', id);
}

/** A tool call that waits for somebody. */
async function ask({ executions }: TestApi): Promise<string> {
  const plan = { root: { id: 'a', type: 'tool' as const, tool: 'count_words', arguments: {} }, agents: {} };
  const about = { executionId: 'e1', organizationId: LOCAL_ORGANIZATION, workflowId: 'w1', workflowRevision: 1, name: 'Article' };
  await executions.putStart({ ...about, plan, input: null, startedAt: APPROVAL.requestedAt });
  const { id, kind, stepPath, prompt, tool, arguments: asked, argumentsHash, argumentsSchema, assignees } = APPROVAL;
  const request = { id, kind, stepPath, prompt, tool, arguments: asked, argumentsHash, argumentsSchema, assignees };
  await executions.requestApproval(LOCAL_ORGANIZATION, 'e1', request, []);
  return id;
}

/** An execution that closed two supersteps, the first after a tool call, then failed. */
async function fail({ executions }: TestApi, executionId: string): Promise<void> {
  const stepPath = 'article/write';
  const answer = async (name: string, index: number, message: Partial<NewMessage>, tool?: CommitCall['tool']) => {
    const [callId, kind] = [`${stepPath}:${name}`, tool === undefined ? ('model' as const) : ('tool' as const)];
    const messages: NewMessage[] = [{ thread: stepPath, index, role: 'assistant', text: 'text', callId, ...message }];
    const commit = { callId, stepPath, attempt: 1, kind, digest: {}, messages, output: { message: { thread: stepPath, index } }, tool };
    await executions.commitCall(LOCAL_ORGANIZATION, executionId, commit);
  };
  await answer('m1', 1, { toolCalls: [{ id: 't', tool: 'text_statistics', arguments: {} }] });
  await answer('t1.1', 2, { role: 'tool', toolCallId: 't' }, { tool: 'text_statistics', toolCallId: 't', result: 1 });
  await answer('m2', 3, {});
  const facts = [stepPath, 'article/review'].map((path) => ({ type: 'superstepCommitted', stepPath: path }) as const);
  const error = { code: 'provider_error', message: 'The model refused' };
  await executions.close(LOCAL_ORGANIZATION, executionId, facts, { status: 'failed', error });
}
