import { createDocument } from '../../api/openapi/create-document';
import { completeDefinition, toVocabulary } from '../../web/src/features/workflows/model/completion';

const vocabulary = toVocabulary(createDocument({ version: '1', development: false }), {
  agent: ['Poet', 'Debate moderator', '1 odd: name'],
  tool: ['compose'],
});

/** The words for the place of `|`, and what a chosen one takes the place of. */
function at(text: string) {
  const position = text.indexOf('|');
  const found = completeDefinition(text.replace('|', ''), position, vocabulary);
  return found && { words: found.words.map(({ label }) => label), typed: text.slice(found.from, position) };
}

const ROW = `name: Row
root:
  id: row
  type: sequential
  steps:
    - id: one
      type: agent
      |
    - id: two
      type: tool
`;

describe('a definition that is being typed', () => {
  it('is offered the fields of a workflow that are not there yet', () => {
    const found = at('name: x\nde|\n');
    expect(found).toMatchObject({ typed: 'de' });
    expect(found?.words).toEqual(expect.arrayContaining(['description', 'root']));
    expect(found?.words).not.toContain('name');
  });

  it('is offered the fields of the step around, by its type', () => {
    expect(at(ROW)?.words).toEqual(expect.arrayContaining(['agent', 'input', 'timeout']));
    expect(at(ROW)?.words).not.toEqual(expect.arrayContaining(['tool']));
    expect(at(ROW)?.words).not.toContain('id');
  });

  it('is offered id and type where there is no type yet', () => {
    expect(at('root:\n  |')?.words).toEqual(['id', 'type']);
  });

  it('is offered the types of steps, and the names of agents and tools, as values', () => {
    expect(at('root:\n  type: gr|')).toMatchObject({ words: expect.arrayContaining(['groupChat', 'agent']), typed: 'gr' });
    expect(at('      agent: |')?.words).toEqual(['Poet', 'Debate moderator', '1 odd: name']);
    expect(at('  "tool": "c|"')).toEqual({ words: ['compose'], typed: 'c' });
  });

  it('quotes a name that YAML would read as something else', () => {
    const found = completeDefinition('agent: ', 7, vocabulary);
    expect(found?.words.map(({ apply }) => apply)).toEqual([undefined, undefined, '"1 odd: name"']);
  });

  it('is offered nothing inside a text', () => {
    expect(at('description: something free|')).toBeNull();
  });
});
