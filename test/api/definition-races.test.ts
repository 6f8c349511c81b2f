import type { DefinitionStore } from '../../contracts/ports/definition-store';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const agentStep = (agent: string) => ({ id: 'a', type: 'agent', agent });
const createEcho = async () => (await api.call('POST', '/api/v1/agents', { body: { name: 'Echo' } })).body.id;
const save = (name: string, root: object) => api.call('POST', '/api/v1/workflows', { body: { name, root } });
const change = (id: unknown, name: string, root: object) =>
  api.call('PUT', `/api/v1/workflows/${id}`, { body: { name, root }, headers: { 'if-match': '*' } });
const remove = (kind: 'agents' | 'workflows', id: unknown) => api.call('DELETE', `/api/v1/${kind}/${id}`, { headers: { 'if-match': '*' } });

/** Does something when everything has been checked and the store is about to write, once. */
function justBefore<C extends DefinitionStore['agents'] | DefinitionStore['workflows'], M extends 'create' | 'replace' | 'delete'>(
  collection: C,
  method: M,
  act: () => Promise<unknown>,
): void {
  const write = collection[method] as (...given: unknown[]) => Promise<unknown>;
  Object.assign(collection, {
    [method]: async (...given: unknown[]) => {
      Object.assign(collection, { [method]: write });
      await act();
      return write(...given);
    },
  });
}

it('a workflow is not saved when an agent or a workflow that it names is deleted, or renamed, at the last moment', async () => {
  const { workflows } = api.definitions;
  const refused = (code: string) => ({ status: 400, body: { code: 'invalid_definition', errors: [expect.objectContaining({ code })] } });
  const echo = await createEcho();
  justBefore(workflows, 'create', () => remove('agents', echo));
  expect(await save('Names a deleted agent', agentStep('Echo'))).toMatchObject(refused('unknown_agent'));

  const renamed = await createEcho();
  const body = { name: 'Renamed' };
  justBefore(workflows, 'create', () => api.call('PUT', `/api/v1/agents/${renamed}`, { body, headers: { 'if-match': '*' } }));
  expect(await save('Names a renamed agent', agentStep('Echo'))).toMatchObject(refused('unknown_agent'));

  const inner = await save('Inner', agentStep('Renamed'));
  const outer = await save('Outer', agentStep('Renamed'));
  justBefore(workflows, 'replace', () => remove('workflows', inner.body.id));
  expect(await change(outer.body.id, 'Outer', { id: 'w', type: 'workflow', workflow: 'Inner' })).toMatchObject(refused('unknown_workflow'));
  expect((await api.call('GET', '/api/v1/workflows')).body.items).toMatchObject([{ name: 'Outer', revision: 1 }]);
});

it('what a workflow has come to name at the last moment is not deleted', async () => {
  const { agents, workflows } = api.definitions;
  const echo = await createEcho();
  justBefore(agents, 'delete', () => save('Inner', agentStep('Echo')));
  const inUse = (name: string) => ({ status: 409, body: { code: 'in_use', workflows: [expect.objectContaining({ name })] } });
  expect(await remove('agents', echo)).toMatchObject(inUse('Inner'));
  const inner = await workflows.find('local', 'Inner');
  justBefore(workflows, 'delete', () => save('Outer', { id: 'w', type: 'workflow', workflow: 'Inner' }));
  expect(await remove('workflows', inner?.id)).toMatchObject(inUse('Outer'));
  expect((await api.call('GET', `/api/v1/agents/${echo}`)).status).toBe(200);
});

it('two workflows that are changed at the same moment do not come to run each other', async () => {
  await createEcho();
  const first = await save('First', agentStep('Echo'));
  const second = await save('Second', agentStep('Echo'));
  const runs = (workflow: string) => ({ id: 'w', type: 'workflow', workflow });
  justBefore(api.definitions.workflows, 'replace', () => change(second.body.id, 'Second', runs('First')));
  expect(await change(first.body.id, 'First', runs('Second'))).toMatchObject({ status: 400, body: { code: 'workflow_cycle' } });
});
