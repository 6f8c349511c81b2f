import type { Agent } from '../../client';
import { toNextInput } from '../../web/src/features/agents/model/conversation';
import { isChanged, toDraft, withField } from '../../web/src/features/agents/model/draft';

const SAVED = {
  id: 'a1',
  organizationId: 'local',
  revision: 2,
  createdAt: 'then',
  updatedAt: 'now',
  name: 'Poet',
  description: '',
  instructions: 'Write.',
  tools: [],
  limits: { maxTurns: 10 },
  model: { provider: 'openai', name: 'x' },
} as Agent;

describe('the draft of an agent', () => {
  it('is not changed by the order of its fields, and is by any value', () => {
    const { name, ...others } = toDraft(SAVED);
    expect(isChanged({ ...others, name }, SAVED)).toBe(false);
    expect(isChanged({ ...toDraft(SAVED), instructions: 'Write!' }, SAVED)).toBe(true);
    expect(isChanged(withField(toDraft(SAVED), 'model', undefined), SAVED)).toBe(true);
  });

  it('keeps what the form does not show', () => {
    const withMore = { ...SAVED, somethingNew: { kept: true } } as Agent;
    expect(toDraft(withMore)).toMatchObject({ somethingNew: { kept: true } });
    expect(toDraft(withMore)).not.toHaveProperty('id');
  });

  it('is not changed when nothing was typed into a new one', () => {
    expect(isChanged({ name: '', instructions: '' }, undefined)).toBe(false);
  });
});

it('tells the agent of the playground what was said before', () => {
  expect(toNextInput([], 'Hello')).toBe('Hello');
  const next = toNextInput([{ question: 'Who are you?', answer: 'A poet.' }], 'Then write.');
  expect(next).toContain('User: Who are you?\nYou: A poet.');
  expect(next.endsWith('User: Then write.')).toBe(true);
});
