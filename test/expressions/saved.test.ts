import { validateWorkflow } from '../../api/validate-workflow';
import { workflowBody } from '../../contracts/entities';
import { Problem } from '../../contracts/problem';
import type { StepInput } from '../../contracts/steps';
import { createTestDependencies } from '../api/harness/start-api';
import { createTemporaryFolder } from '../stores/temporary-folder';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let api: Awaited<ReturnType<typeof createTestDependencies>>;
beforeAll(async () => {
  folder = await createTemporaryFolder();
  api = await createTestDependencies(folder.path);
  await api.dependencies.definitions.agents.create('org', 'agt', {
    name: 'A',
    description: '',
    instructions: '',
    tools: [],
    limits: { maxTurns: 10 },
  });
});
afterAll(async () => {
  await api.close();
  await folder.remove();
});

/** The mistakes that saving this root finds, as `<code> <pointer>: <message>`. */
async function mistakes(root: StepInput): Promise<string[]> {
  const parsed = workflowBody.safeParse({ name: 'W', root });
  if (!parsed.success) return parsed.error.issues.map(({ code, path, message }) => `${code} /${path.join('/')}: ${message}`);
  try {
    await validateWorkflow(parsed.data, 'org', api.dependencies);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return (error.errors ?? []).map(({ code, path, message }) => `${code} ${path}: ${message}`);
  }
}

const agent = (id: string, input?: string) => ({ id, type: 'agent' as const, agent: 'A', ...(input !== undefined && { input }) });
const row = (...steps: StepInput[]): StepInput => ({ id: 'row', type: 'sequential', steps });
const when = (expression: string): StepInput => ({ id: 'way', type: 'route', cases: [{ when: expression, step: agent('taken') }] });
const over = (expression: string, as?: string): StepInput => ({
  id: 'each',
  type: 'map',
  over: expression,
  ...(as && { as }),
  body: agent('body'),
});
const until = (expression: string): StepInput => ({ id: 'loop', type: 'loop', until: expression, maxIterations: 3, body: agent('body') });
const chat = (expression: string): StepInput => ({
  id: 'chat',
  type: 'groupChat',
  participants: [{ id: 'ann', agent: 'A' }],
  until: expression,
  maxRounds: 3,
});

it.each<[string, StepInput]>([
  ['a step before', row(agent('a'), agent('b', '{{ steps.a.text }} {{ steps.a.data.x }}'))],
  [
    'a step before in an enclosing sequence',
    row(agent('a'), { id: 'both', type: 'concurrent', branches: [agent('c', '{{ steps.a.text }}')] }),
  ],
  ['a whole pattern before', row(until('iteration > 1'), agent('b', '{{ steps.loop.data.value }}'))],
  ['the input', agent('a', '{{ input }} {{ input.x.y[0] }} {{ input["z"] }}')],
  ['the item and the index', { id: 'each', type: 'map', over: 'input.rows', as: 'row', body: agent('b', '{{ row.name }} {{ index }}') }],
  ['the iteration', { id: 'again', type: 'loop', until: 'iteration + 1 > 3', maxIterations: 9, body: agent('b', '{{ iteration }}') }],
  ['what came last', until('last.text == "x" || last.data.ok')],
  ['the round and who spoke', chat('round % 2 == 0 && last.agent == "ann"')],
  ['what its macros name', over('input.rows.filter(r, r.cells.exists(c, c != "")).map(r, r.name)')],
  [
    'the iteration of a loop in a loop',
    { id: 'out', type: 'loop', until: 'iteration > 1', maxIterations: 3, body: until('iteration > 2') },
  ],
  ['the item of a map in a map', { id: 'out', type: 'map', over: 'input.rows', body: over('item.cells') }],
  ['arguments', row(agent('a'), { id: 't', type: 'tool', tool: 'count_words', arguments: { text: '{{ steps.a.text }}' } })],
])('may read %s', async (_, root) => {
  expect(await mistakes(root)).toEqual([]);
});

it.each<[string, StepInput, string]>([
  ['an unknown step, in a template', row(agent('a'), agent('b', '{{ steps.nobody.text }}')), 'unknown_step /root/steps/1/input: '],
  ['an unknown step, in an expression', row(agent('a'), when('steps.nobody.text == "x"')), 'unknown_step /root/steps/1/cases/0/when: '],
  ['an unknown step, by an index', row(agent('a'), when('steps["nobody"].text == "x"')), 'unknown_step /root/steps/1/cases/0/when: '],
  ['an unknown step, in a macro', row(agent('a'), over('input.filter(x, x == steps.nobody.text)')), 'unknown_step /root/steps/1/over: '],
  [
    'an unknown step, asked whether it is there',
    row(agent('a'), when('has(steps.nobody.data.x)')),
    'unknown_step /root/steps/1/cases/0/when: ',
  ],
  [
    'an unknown step, in arguments',
    { id: 't', type: 'tool', tool: 'count_words', arguments: { text: '{{ steps.nobody.text }}' } },
    'unknown_step /root/arguments/text: ',
  ],
  ['a later step', row(agent('a', '{{ steps.b.text }}'), agent('b')), 'later_step /root/steps/0/input: '],
  ['itself', row(agent('a', '{{ steps.a.text }}')), 'later_step /root/steps/0/input: '],
  ['the pattern it stands in', row(agent('a', '{{ steps.row.text }}')), 'later_step /root/steps/0/input: '],
  [
    'a sibling branch',
    { id: 'both', type: 'concurrent', branches: [agent('a'), agent('b', '{{ steps.a.text }}')] },
    'later_step /root/branches/1/input: ',
  ],
  [
    'another case',
    { id: 'way', type: 'route', cases: [{ when: 'true', step: agent('a') }], otherwise: agent('b', '{{ steps.a.text }}') },
    'later_step /root/otherwise/input: ',
  ],
  [
    'inside a pattern from outside',
    row({ id: 'both', type: 'concurrent', branches: [agent('a')] }, agent('b', '{{ steps.a.text }}')),
    'later_step /root/steps/1/input: ',
  ],
  ["a loop's body in its until", until('steps.body.text == "x"'), 'later_step /root/until: '],
  [
    'neither text nor data',
    row(agent('a'), agent('b', '{{ steps.a.usage }}')),
    'invalid_template /root/steps/1/input: Write steps.<id>.text',
  ],
  ['a step as a whole', row(agent('a'), when('steps.a != null')), 'invalid_expression /root/steps/1/cases/0/when: Write steps.<id>.text'],
  ['all steps', row(agent('a'), when('size(steps) > 0')), 'invalid_expression /root/steps/1/cases/0/when: Write steps.<id>.text'],
  [
    'a step by a name that is not known yet',
    row(agent('a'), when('steps[input.x].text == "x"')),
    'invalid_expression /root/steps/1/cases/0/when: Write',
  ],
  ['the item outside of a map', agent('a', '{{ item }}'), 'invalid_template /root/input: item is not known here'],
  ['the iteration outside of a loop', when('iteration > 1'), 'invalid_expression /root/cases/0/when: '],
  ['the round of a chat in a loop', until('round > 1'), 'invalid_expression /root/until: '],
  ['what came last where nothing did', when('last.text == "x"'), 'invalid_expression /root/cases/0/when: '],
  ['a name that a macro has used up', over('input.filter(x, x != "") + [x]'), 'invalid_expression /root/over: '],
])('may not read %s', async (_, root, mistake) => {
  expect(await mistakes(root)).toEqual([expect.stringContaining(mistake)]);
});

it.each<[string, StepInput, string]>([
  ['a condition that is a number', when('1 + 1'), 'gives int; here it must give a boolean'],
  ['a condition that is a text', until('"yes"'), 'gives string; here it must give a boolean'],
  ['a condition that is a list', chat('[true]'), 'must give a boolean'],
  ['items that are a boolean', over('input.n > 1'), 'gives bool; here it must give a list'],
  ['an integer beside a text', chat('round + "a" == "1a"'), 'no such overload: int + string'],
  ['an integer that is compared with a text', until('iteration == "3"'), 'no such overload: int == string'],
  ['a regular expression', when('input.text.matches("(a+)+$")'), 'Regular expressions (matches) are not allowed'],
  ['a function that does not exist', when('shout(input.text)'), "'shout(dyn)'"],
  ['half an expression', when('input.n >'), 'cannot be read'],
  ['half a template', agent('a', '{{ input.n'), 'cannot be read'],
  ['a tag', agent('a', '{% if input.n %}x{% endif %}'), 'cannot be read'],
  ['an unknown filter', agent('a', '{{ input.n | shout }}'), 'undefined filter: shout'],
  ['code in the string of a filter', agent('a', '{{ input.list | where_exp: "x", "steps.nobody" }}'), 'undefined filter: where_exp'],
  ['an expression of 1001 characters', when(`true${' '.repeat(997)}`), 'expected string to have <=1000 characters'],
  ['a template of 65537 characters', agent('a', 'x'.repeat(64 * 1024 + 1)), 'expected string to have <=65536 characters'],
  ['a template that takes long to read', agent('a', `{{ a${' and a'.repeat(10_000)} }}`), 'did not finish within 250 ms'],
  ...['steps', 'round', 'in', 'true', 'type', 'list', 'if'].map((name): [string, StepInput, string] => [
    `the name ${name}, which has a meaning of its own`,
    over('input.list', name),
    `reserved_name /root/as: ${name} has a meaning of its own`,
  ]),
])('refuses %s', async (_, root, mistake) => {
  const found = await mistakes(root);
  expect(found).toEqual([expect.stringContaining(mistake)]);
});

it('names every mistake of a definition at once', async () => {
  const found = await mistakes(row(agent('a', '{{ steps.b.text }} {{ steps.c.text }} {{ item }}'), agent('b'), when('1')));
  expect(found.map((line) => line.split(': ')[0])).toEqual([
    'later_step /root/steps/0/input',
    'unknown_step /root/steps/0/input',
    'invalid_template /root/steps/0/input',
    'invalid_expression /root/steps/2/cases/0/when',
  ]);
});
