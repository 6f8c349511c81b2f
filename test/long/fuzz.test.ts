import fc from 'fast-check';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { StartWorkflow } from '../../contracts/ports/engine';
import { createEcho, execute } from '../api/harness/definitions';
import { OPERATIONS, type Operation } from '../api/harness/document';
import { anyJson, fromSchema } from '../api/harness/from-schema';
import { startApi, type TestApi } from '../api/harness/start-api';
import { createFakeEngine } from '../fakes/fake-engine';

const RUNS = 40;

let api: TestApi;
const ids: string[] = [];
beforeAll(async () => {
  const engine = createFakeEngine();
  const { start } = engine;
  // Every execution has ended at once, so that no answer has to be waited for.
  engine.start = async (request: StartWorkflow) => {
    await start(request);
    await api.executions.close(LOCAL_ORGANIZATION, request.executionId, [], { status: 'completed' });
  };
  api = await startApi({ engine, killWorker: async () => 1 });
  const { agentId, workflowId } = await createEcho(api);
  ids.push(agentId, workflowId, await execute(api, workflowId));
});
afterAll(() => api.close());

const NASTY = [
  '',
  ' ',
  '%',
  '%00',
  '%E0%A4%A',
  '..%2f..',
  '\u0000',
  "' OR 1=1 --",
  '$ne',
  '1e999',
  '-1',
  '🌊',
  '__proto__',
  'x'.repeat(250),
];
const nasty = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 20 }));

/** Mostly what the document says, sometimes what it does not. */
const or = <T, U>(valid: fc.Arbitrary<T>, other: fc.Arbitrary<U>, weight = 9): fc.Arbitrary<T | U> =>
  fc.oneof({ weight, arbitrary: valid }, { weight: 1, arbitrary: other });

function addressOf({ path, parameters }: Operation): fc.Arbitrary<string> {
  const values = Object.fromEntries(
    parameters
      .filter((one) => one.in === 'path')
      .map(({ name, schema }) => [name, name === 'id' ? or(fc.constantFrom(...ids), nasty) : or(fromSchema(schema).map(String), nasty)]),
  );
  const query = Object.fromEntries(
    parameters.filter((one) => one.in === 'query').map(({ name, schema }) => [name, or(fromSchema(schema), nasty)]),
  );
  return fc.tuple(fc.record(values), fc.record(query, { requiredKeys: [] }), or(fc.constant(null), nasty)).map(([filled, given, extra]) => {
    const search = new URLSearchParams(extra === null ? [] : [[extra, extra]]);
    for (const [name, value] of Object.entries(given)) for (const one of [value].flat()) search.append(name, String(one));
    const address = path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => toSegment(String(filled[name])));
    return search.size === 0 ? address : `${address}?${search}`;
  });
}

/** As it is where HTTP allows it, so that broken escapes come through too. */
function toSegment(value: string): string {
  return /^[\x21-\x7e]+$/.test(value) && !/[/?#]/.test(value) ? value : encodeURIComponent(Buffer.from(value).toString());
}

function headersOf({ parameters, name }: Operation): fc.Arbitrary<Record<string, string>> {
  const ascii = fc.stringMatching(/^[\x21-\x7e]{0,40}$/);
  const valid: Record<string, fc.Arbitrary<string>> = {
    'If-Match': fc.constantFrom('"1"', '"2"', '*'),
    'Idempotency-Key': fc.stringMatching(/^[a-e]{3}$/),
    Prefer: fc.constantFrom('wait=0', 'respond-async, wait=1'),
    'Last-Event-ID': fc.nat({ max: 3 }).map(String),
  };
  const made = parameters
    .filter((one) => one.in === 'header')
    .map((one) => [one.name, one.name === 'Prefer' ? valid.Prefer : or(valid[one.name] ?? ascii, ascii)] as const);
  const accept = name === 'listEvents' ? { Accept: fc.constantFrom('application/json', 'text/event-stream') } : {};
  const required = ['Prefer', 'If-Match'].filter((header) => made.some(([one]) => one === header));
  return fc.record({ ...Object.fromEntries(made), ...accept }, { requiredKeys: required as never }) as never;
}

/** A body by its schema, or one of which a part was taken away, added or replaced. */
function bodyOf({ requestBody }: Operation): fc.Arbitrary<string | undefined> {
  if (requestBody === undefined) return fc.constant(undefined);
  const valid = fromSchema(requestBody.content['application/json']?.schema ?? {});
  const broken = fc
    .tuple(valid, fc.nat(), or(anyJson, fc.constantFrom(...NASTY)), nasty, fc.constantFrom('take', 'replace', 'add'))
    .map(([body, at, other, key, how]) => {
      if (body === null || typeof body !== 'object' || Array.isArray(body)) return other;
      const names = Object.keys(body);
      const name = names[at % Math.max(1, names.length)] ?? key;
      if (how === 'add') return JSON.parse(`${JSON.stringify(body).slice(0, -1)}${names.length > 0 ? ',' : ''}${JSON.stringify(key)}:1}`);
      return Object.fromEntries(Object.entries({ ...body, [name]: other }).filter(([one]) => how !== 'take' || one !== name));
    });
  const text = fc.oneof(valid, valid, broken, anyJson).map((body) => withKnownNames(JSON.stringify(body)));
  return or(text, fc.oneof(fc.constant(undefined), fc.string({ maxLength: 40 })), 12);
}

/** What a body names is there, or nearly every one would be refused for that alone. */
function withKnownNames(text: string): string {
  return text.replaceAll(/"(agent|tool)":"[^"\\]*"/g, (_match, name) => `"${name}":"${name === 'agent' ? 'Echo' : 'count_words'}"`);
}

/** Deletions last: the others need something to work on. */
const ORDERED = OPERATIONS.toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));

it.each(ORDERED.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  '%s answers whatever it is sent as the document says, and never 500',
  async (_name, operation) => {
    await fc.assert(
      fc.asyncProperty(addressOf(operation), headersOf(operation), bodyOf(operation), async (address, headers, raw) => {
        const answer = await api.call(operation.method, address, { headers, ...(raw === undefined ? {} : { raw }) });
        if (answer.status === 500) throw new Error(`500 with ${JSON.stringify(api.logger.lines.at(-1))}`);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  },
);

it('is well after all of that, and has logged no error', async () => {
  expect(await api.call('GET', '/ready')).toMatchObject({ status: 200 });
  expect(api.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
});
