import { type Step, toInnerSteps } from '../../client';
import { STEP_TYPES } from '../../contracts/constants';
import { childrenOf, step } from '../../contracts/steps';

const leaf = (id: string) => ({ id, type: 'agent', agent: 'Writer' });

const SAMPLES = [
  leaf('a'),
  { id: 'a', type: 'tool', tool: 'text_statistics' },
  { id: 'a', type: 'sequential', steps: [leaf('b'), leaf('c')] },
  { id: 'a', type: 'concurrent', branches: [leaf('b'), leaf('c')] },
  { id: 'a', type: 'groupChat', participants: [{ id: 'b', agent: 'Writer' }], maxRounds: 2 },
  { id: 'a', type: 'handoff', participants: [{ id: 'b', agent: 'Writer' }], start: 'b' },
  { id: 'a', type: 'route', cases: [{ when: 'true', step: leaf('b') }], otherwise: leaf('c') },
  { id: 'a', type: 'loop', until: 'true', maxIterations: 2, body: leaf('b') },
  { id: 'a', type: 'map', over: 'input', body: leaf('b') },
  { id: 'a', type: 'workflow', workflow: 'Other' },
  { id: 'a', type: 'magentic', manager: 'Boss', participants: [{ id: 'b', agent: 'Writer' }], maxRounds: 2 },
  { id: 'a', type: 'wait', for: '1s' },
  { id: 'a', type: 'approval', prompt: 'May it?' },
];

const COMPENSATED = { id: 'a', type: 'sequential', steps: [leaf('b')], compensate: leaf('c') };

it('is tried with every type of step', () => {
  expect(SAMPLES.map(({ type }) => type).sort()).toEqual([...STEP_TYPES].sort());
});

it.each([...SAMPLES, COMPENSATED])('finds the steps inside a step of the type $type as the contracts do', (definition) => {
  const parsed: Step = step.parse(definition);
  expect(toInnerSteps(parsed)).toEqual(childrenOf(parsed).map((child) => child.step));
});
