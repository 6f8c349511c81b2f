import { parseDefinition, placeProblems, toBody, toJson, toYaml } from '../../web/src/lib/definition-text';

const AGENT = { name: 'Poet', instructions: 'Write.\nOne verse.', tools: ['compose'], limits: { maxTurns: 10 } };

describe('a definition as text', () => {
  it('comes back from YAML and from JSON as it was', () => {
    expect(parseDefinition(toYaml(AGENT))).toEqual({ body: AGENT });
    expect(parseDefinition(toJson(AGENT))).toEqual({ body: AGENT });
  });

  it('leaves out what the product sets', () => {
    expect(toBody({ id: 'a1', organizationId: 'local', revision: 3, createdAt: 'then', updatedAt: 'now', ...AGENT })).toEqual(AGENT);
  });

  it.each([
    ['a list', '- one\n- two'],
    ['nothing', ''],
    ['a name twice', 'name: one\nname: two'],
    ['an open bracket', '{"name": "x"'],
  ])('says what is wrong with %s, and where', (_what, text) => {
    const parsed = parseDefinition(text);
    expect(parsed).toEqual({ problems: [expect.objectContaining({ from: expect.any(Number), message: expect.stringMatching(/\S/) })] });
  });

  it('does not follow an alias, which could blow up', () => {
    expect(parseDefinition('a: &a [1]\nb: *a')).toEqual({ problems: [{ from: 13, to: 15, message: expect.stringContaining('Line 2') }] });
  });
});

describe('a mistake that the API found', () => {
  const text = 'name: Row\nroot:\n  id: row\n  type: sequential\n  steps:\n    - id: one\n      type: agent\n      agent: Nobody\n';
  const at = (path: string) => {
    const [problem] = placeProblems(text, [{ path, code: 'c', message: 'Wrong' }]);
    return problem === undefined ? undefined : [text.slice(problem.from, problem.to).trim(), problem.message];
  };

  it('stands at the value that its pointer names', () => {
    expect(at('/root/steps/0/agent')).toEqual(['Nobody', 'Wrong']);
  });

  it('stands at what is around a value that is missing, and says what is missing', () => {
    expect(at('/root/steps/0/tool')).toEqual(['id: one\n      type: agent\n      agent: Nobody', 'tool: Wrong']);
  });

  it('stands at the first line when the place is not in the text', () => {
    expect(at('/budget/cost')).toEqual(['name: Row', '/budget/cost: Wrong']);
  });
});
