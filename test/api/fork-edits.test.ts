import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { StepInput } from '../../contracts/steps';
import { begin, commit, message } from '../suites/execution-builders';
import { execute } from './harness/definitions';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  const output = { type: 'object', properties: { grade: { type: 'integer' } }, required: ['grade'] };
  for (const body of [
    { name: 'Boss', instructions: 'Lead.' },
    { name: 'Judge', instructions: 'Judge.', output },
  ]) {
    await api.call('POST', '/api/v1/agents', { body });
  }
});
afterAll(() => api.close());

const participants = [{ id: 'ann', agent: 'Boss' }];
const team: StepInput = { id: 'team', type: 'magentic', manager: 'Boss', participants, maxRounds: 3, maxStalls: 2 };
const chat: StepInput = { id: 'chat', type: 'groupChat', manager: { type: 'agent', agent: 'Boss' }, participants, maxRounds: 3 };
const both: StepInput = {
  id: 'both',
  type: 'concurrent',
  branches: [{ id: 'a', type: 'agent', agent: 'Boss' }],
  aggregate: { type: 'agent', agent: 'Judge' },
};

/** An execution in whose first superstep this call answered; its message is the first of the thread. */
async function runAnswered(root: StepInput, callId: string, thread: string): Promise<string> {
  const workflow = await api.call('POST', '/api/v1/workflows', { body: { name: callId, root } });
  const id = await execute(api, String(workflow.body.id));
  const at = { callId, stepPath: root.id };
  await api.executions.beginAttempt(LOCAL_ORGANIZATION, id, begin(at));
  const messages = [message(0, 'what was said', { thread, callId })];
  await api.executions.commitCall(LOCAL_ORGANIZATION, id, commit('', { ...at, messages, output: { message: { thread, index: 0 } } }));
  await api.executions.appendFacts(LOCAL_ORGANIZATION, id, [{ type: 'superstepCommitted', stepPath: root.id }]);
  return id;
}

const ledger = { satisfied: false, progress: true, inLoop: false, next: 'ann', instruction: 'Go on.' };

it.each([
  ['a progress ledger', team, 'team:progress1.1', 'team:manager', ledger, { ...ledger, next: 'bob' }],
  ['a progress ledger in part', team, 'team:progress1.2', 'team:manager', ledger, { next: 'ann' }],
  ['a choice of a chat’s manager', chat, 'chat:manager1.1', 'chat:manager', { next: null }, { next: 'bob' }],
  ['an aggregator’s answer', both, 'both:m1', 'both', { grade: 5 }, { grade: 'five' }],
])('refuses an edit of %s that its model could not have answered', async (_what, root, callId, thread, fits, fitsNot) => {
  const id = await runAnswered(root, callId, thread);
  const fork = (text: string) =>
    api.call('POST', `/api/v1/executions/${id}/fork`, {
      body: { superstep: 1, edits: [{ type: 'message', messageId: `${thread}/0`, text }] },
    });
  const atText = expect.arrayContaining([expect.objectContaining({ path: '/edits/0/text' })]);
  const refused = { status: 400, body: { code: 'invalid_edit', errors: atText } };
  expect(await fork(JSON.stringify(fitsNot))).toMatchObject(refused);
  expect(await fork('Let us go on.')).toMatchObject(refused);
  expect((await api.call('GET', `/api/v1/executions/${id}/forks`)).body).toEqual({ items: [] });
  expect(await fork(`\`\`\`json\n${JSON.stringify(fits)}\n\`\`\``)).toMatchObject({ status: 202 });
});

it('takes any text for a plan of a magentic step', async () => {
  const id = await runAnswered(team, 'team:plan0', 'team:manager');
  const edits = [{ type: 'message', messageId: 'team:manager/0', text: 'Ann does it all.' }];
  expect(await api.call('POST', `/api/v1/executions/${id}/fork`, { body: { superstep: 1, edits } })).toMatchObject({ status: 202 });
});
