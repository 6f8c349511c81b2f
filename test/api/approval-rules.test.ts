import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const saveAgent = (approvals: unknown[]) =>
  api.call('POST', '/api/v1/agents', { body: { name: `Agent ${Math.random()}`, tools: ['count_words'], approvals } });
const saveStep = (step: object) =>
  api.call('POST', '/api/v1/workflows', { body: { name: `Workflow ${Math.random()}`, root: { id: 'ask', ...step } } });
const approval = (more: object) => saveStep({ type: 'approval', prompt: 'May it?', ...more });
const rule = (more: object) => saveAgent([{ tool: 'count_words', ...more }]);
const expression = (text: string) => rule({ when: { expression: text } });

it('is kept as it was written, with its defaults', async () => {
  const terms = { assignees: ['ann', 'role:boss'], timeout: '2d', onTimeout: 'reject', escalation: { after: '1h', to: ['boss'] } };
  const agent = await rule({ when: { expression: 'arguments.text.size() > 10' }, onUnknownOutcome: 'ask', ...terms });
  expect(agent).toMatchObject({ status: 201, body: { approvals: [{ tool: 'count_words', onUnknownOutcome: 'ask', ...terms }] } });
  expect(await rule({})).toMatchObject({ status: 201, body: { approvals: [{ when: 'always', onUnknownOutcome: 'fail' }] } });
  expect(await approval({ form: { type: 'object' }, ...terms })).toMatchObject({ status: 201, body: { root: terms } });
  const step = { type: 'tool', tool: 'count_words', arguments: { text: 'a' }, approval: terms };
  expect(await saveStep(step)).toMatchObject({ status: 201, body: { root: { approval: { when: 'always', ...terms } } } });
});

it('names what a condition may be where it is none of it', async () => {
  const { body } = await rule({ when: 'sometimes' });
  expect(body.errors).toEqual([{ path: '/approvals/0/when', code: 'invalid_union', message: expect.stringContaining('"always"|"never"') }]);
});

it.each([
  ['an expression that does not compile', () => expression('arguments.amount >'), '/approvals/0/when/expression', 'invalid_expression'],
  ['an expression that gives no yes or no', () => expression('1 + 1'), '/approvals/0/when/expression', 'invalid_expression'],
  ['an expression over what it cannot read', () => expression('input.text == ""'), '/approvals/0/when/expression', 'invalid_expression'],
  [
    'an expression that may backtrack',
    () => expression('arguments.text.matches("(a+)+")'),
    '/approvals/0/when/expression',
    'invalid_expression',
  ],
  ['a rule for a tool that the agent has not', () => saveAgent([{ tool: 'send' }]), '/approvals/0/tool', 'unknown_tool'],
  ['two rules for a tool', () => saveAgent([{ tool: 'count_words' }, { tool: 'count_words' }]), '/approvals/1/tool', 'duplicate_tool'],
  ['a time of nothing', () => rule({ timeout: '0s' }), '/approvals/0/timeout', 'invalid_timeout'],
  ['a consequence without a deadline', () => rule({ onTimeout: 'reject' }), '/approvals/0/onTimeout', 'invalid_approval'],
  [
    'an escalation after the deadline',
    () => rule({ timeout: '1h', escalation: { after: '2h', to: ['boss'] } }),
    '/approvals/0/escalation/after',
    'invalid_approval',
  ],
  ['a prompt that cannot be read', () => approval({ prompt: '{{ steps.no.text }}' }), '/root/prompt', 'unknown_step'],
  ['a form that is no schema', () => approval({ form: { required: 'all' } }), '/root/form/required', 'invalid_schema'],
  ['an escalation at once', () => approval({ escalation: { after: '0s', to: ['boss'] } }), '/root/escalation/after', 'invalid_approval'],
  [
    'an expression of a step that does not compile',
    () => saveStep({ type: 'tool', tool: 'count_words', arguments: { text: 'a' }, approval: { when: { expression: ')' } } }),
    '/root/approval/when/expression',
    'invalid_expression',
  ],
])('refuses %s, with its place', async (_name, save, path, code) => {
  expect(await save()).toMatchObject({ status: 400, body: { code: 'invalid_definition', errors: [{ path, code }] } });
});

it.each([
  ['an escalation to nobody', () => rule({ escalation: { after: '1h', to: [] } }), '/approvals/0/escalation/to'],
  ['an empty role', () => approval({ assignees: ['ann', 'role:'] }), '/root/assignees/1'],
  ['a role without a name', () => rule({ assignees: ['role: \t'] }), '/approvals/0/assignees/0'],
  ['a person without a name', () => rule({ assignees: [''] }), '/approvals/0/assignees/0'],
  [
    'a blank person',
    () => saveStep({ type: 'tool', tool: 'count_words', arguments: {}, approval: { assignees: [' '] } }),
    '/root/approval/assignees/0',
  ],
  ['an escalation to an empty role', () => approval({ escalation: { after: '1h', to: ['role:'] } }), '/root/escalation/to/0'],
  ['a consequence that is none', () => approval({ timeout: '1h', onTimeout: 'maybe' }), '/root/onTimeout'],
  ['no prompt', () => saveStep({ type: 'approval' }), '/root/prompt'],
])('refuses a body with %s', async (_name, save, path) => {
  expect(await save()).toMatchObject({ status: 400, body: { code: 'invalid_body', errors: [{ path }] } });
});
