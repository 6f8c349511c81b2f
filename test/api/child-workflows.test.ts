import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { createEcho, execute } from './harness/definitions';
import { putExecution } from './harness/put-execution';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  await createEcho(api);
});
afterEach(() => api.close());

const echo = (id: string) => ({ id, type: 'agent', agent: 'Echo' });
const runs = (workflow: string, id = 'w') => ({ id, type: 'workflow', workflow });
const row = (...steps: object[]) => ({ id: 'row', type: 'sequential', steps });
const create = (name: string, root: object) => api.call('POST', '/api/v1/workflows', { body: { name, root } });
const replace = (id: unknown, name: string, root: object) =>
  api.call('PUT', `/api/v1/workflows/${id}`, { body: { name, root }, headers: { 'if-match': '*' } });
const refusal = (code: string, path: string, detail = code) => ({
  status: 400,
  body: { code, errors: [expect.objectContaining({ path, code: detail })] },
});

it('pins the whole tree of workflows when the outermost is executed, and runs them by their ids', async () => {
  const inner = await create('Inner', row(echo('a')));
  const middle = await create('Middle', row(runs(String(inner.body.id))));
  const outer = await create('Outer', row(runs('Middle'), echo('b')));
  const id = await execute(api, String(outer.body.id));
  const start = await api.executions.getStart(LOCAL_ORGANIZATION, id);
  expect(start?.plan.root).toMatchObject({ steps: [{ workflow: middle.body.id }, {}] });
  expect(start?.plan.workflows).toEqual({
    [String(middle.body.id)]: { name: 'Middle', revision: 1, root: row(runs(String(inner.body.id))) },
    [String(inner.body.id)]: { name: 'Inner', revision: 1, root: row({ ...echo('a'), agent: Object.keys(start?.plan.agents ?? {})[0] }) },
  });
  expect(api.engine.workflows.get(id)?.root).toMatchObject({
    steps: [{ type: 'workflow', workflow: 'Middle', workflowId: middle.body.id, rootType: 'sequential' }, {}],
  });
});

it('refuses a workflow that is not there, with the place', async () => {
  expect(await create('Outer', row(echo('a'), runs('Nothing')))).toMatchObject(
    refusal('invalid_definition', '/root/steps/1/workflow', 'unknown_workflow'),
  );
  expect(await create('Outer', { id: 'w', type: 'workflow' })).toMatchObject({ status: 400 });
  expect(await create('Outer', { ...runs('Echo once'), body: echo('a') })).toMatchObject({ status: 400, body: { code: 'unknown_field' } });
});

it('refuses one that would run itself: at once, through others, by its id, or by the name that it gets', async () => {
  expect(await create('Self', row(runs('Self')))).toMatchObject(refusal('workflow_cycle', '/root/steps/0'));
  const first = await create('First', row(echo('a')));
  await create('Second', row(runs('First')));
  await create('Third', row(runs('Second')));
  expect(await replace(first.body.id, 'First', row(echo('a'), runs('Third')))).toMatchObject(refusal('workflow_cycle', '/root/steps/1'));
  expect(await replace(first.body.id, 'First', row(runs(String(first.body.id))))).toMatchObject(refusal('workflow_cycle', '/root/steps/0'));
  expect((await api.call('GET', `/api/v1/workflows/${first.body.id}`)).body.revision).toBe(1);
  // The name by which another runs it is free again, and taken by one that runs that other.
  expect(await replace(first.body.id, 'Renamed', row(echo('a')))).toMatchObject({ status: 200 });
  expect(await create('First', row(runs('Third')))).toMatchObject({ status: 400, body: { code: 'workflow_cycle' } });
});

it('refuses to execute one whose inner workflow is gone by renaming', async () => {
  const inner = await create('Inner', row(echo('a')));
  const outer = await create('Outer', row(runs('Inner')));
  await replace(inner.body.id, 'Renamed', row(echo('a')));
  const answer = await api.call('POST', `/api/v1/workflows/${outer.body.id}/execute`, { body: {} });
  expect(answer).toMatchObject(refusal('invalid_definition', '/root/steps/0', 'unknown_workflow'));
  expect(api.engine.starts).toBe(0);
});

it('counts the levels and steps of all of them together, when they are saved and when they run', async () => {
  const many = Array.from({ length: 60 }, (_, index) => echo(`s${index}`));
  const wide = await create('Wide', row(...many));
  const eight = row(...Array.from({ length: 8 }, (_, index) => runs('Wide', `w${index}`)));
  expect(await create('Fits', eight)).toMatchObject({ status: 201 });
  expect(await create('Too wide', row(runs('Fits'), runs('Wide', 'v')))).toMatchObject(refusal('definition_too_large', '/root/steps/1'));
  const nested = (levels: number): object =>
    levels === 1 ? echo('a') : { id: `l${levels}`, type: 'sequential', steps: [nested(levels - 1)] };
  await create('Deep', nested(14));
  expect(await create('Deeper', row(runs('Deep')))).toMatchObject({ status: 201 });
  expect(await create('Too deep', row(row2(runs('Deep'))))).toMatchObject(refusal('definition_too_deep', '/root/steps/0/steps/0'));
  const fits = (await api.call('GET', '/api/v1/workflows')).body.items as { id: string; name: string }[];
  expect(await replace(wide.body.id, 'Wide', row(...many, echo('more'), echo('evenmore'), echo('most')))).toMatchObject({ status: 200 });
  const id = fits.find(({ name }) => name === 'Fits')?.id;
  expect(await api.call('POST', `/api/v1/workflows/${id}/execute`, { body: {} })).toMatchObject({
    status: 400,
    body: { code: 'definition_too_large' },
  });
});

const row2 = (...steps: object[]) => ({ id: 'row2', type: 'sequential', steps });

it('does not delete a workflow that a live one runs, and names who does', async () => {
  const inner = await create('Inner', row(echo('a')));
  const outer = await create('Outer', row(runs('Inner')));
  const remove = (id: unknown) => api.call('DELETE', `/api/v1/workflows/${id}`, { headers: { 'if-match': '*' } });
  expect(await remove(inner.body.id)).toMatchObject({
    status: 409,
    body: { code: 'in_use', workflows: [{ id: outer.body.id, name: 'Outer' }] },
  });
  expect(await remove(outer.body.id)).toMatchObject({ status: 204 });
  expect(await remove(inner.body.id)).toMatchObject({ status: 204 });
});

it('lists the parts of an execution only when it is named, and deletes none while the whole has not ended', async () => {
  await putExecution(api, 'whole');
  const { plan } = (await api.executions.getStart(LOCAL_ORGANIZATION, 'whole')) ?? {};
  if (plan === undefined) throw new Error('unreachable');
  const common = { organizationId: LOCAL_ORGANIZATION, workflowId: null, workflowRevision: null, name: 'part', plan, input: null };
  const parent = { executionId: 'whole', stepPath: 'a' };
  await api.executions.putStart({ ...common, executionId: 'part', startedAt: new Date().toISOString(), parent });
  await api.executions.listStarted(LOCAL_ORGANIZATION, 'part');
  const ids = async (query: string) =>
    ((await api.call('GET', `/api/v1/executions${query}`)).body.items as { id: string }[]).map(({ id }) => id);
  expect(await ids('')).toEqual(['whole']);
  expect(await ids('?parentId=whole')).toEqual(['part']);
  expect(await ids('?parentId=whole&status=completed')).toEqual([]);
  expect(await ids('?parentId=nobody')).toEqual([]);
  expect((await api.call('GET', '/api/v1/executions/part')).body.parent).toEqual(parent);
  const end = (id: string) => api.executions.close(LOCAL_ORGANIZATION, id, [], { status: 'completed' });
  await end('part');
  expect(await api.call('DELETE', '/api/v1/executions/part')).toMatchObject({ status: 409, body: { code: 'execution_not_ended' } });
  await end('whole');
  expect(await api.call('DELETE', '/api/v1/executions/whole')).toMatchObject({ status: 204 });
  expect(await api.call('GET', '/api/v1/executions/part')).toMatchObject({ status: 404 });
});
